"""How much of the rules is carried, as one table: the same on the wall, at the command line and in the README."""

from collections.abc import Mapping
from dataclasses import dataclass

from firstdesk.regulations import labels
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.coverage import Counts, coverage


@dataclass(frozen=True)
class Row:
    """One subject with its counts."""

    name: str
    counts: Counts


@dataclass(frozen=True)
class Table:
    """Every subject, by name, and all of them together."""

    rows: tuple[Row, ...]
    total: Counts


def table(book: Rulebook) -> Table:
    """In the reader's language, the largest subject first."""
    found = coverage(book)
    names: Mapping[str, object] = labels.CAPABILITY
    rows = [Row(str(names.get(name, name)), counts) for name, counts in found.by_capability.items()]
    return Table(tuple(sorted(rows, key=lambda row: -row.counts.clauses)), found.total)
