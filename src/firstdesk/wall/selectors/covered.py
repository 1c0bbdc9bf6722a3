"""How much of the rules is carried, as one table for the wall, the command line and the README."""

from collections.abc import Mapping
from dataclasses import dataclass

from firstdesk.regulations import labels
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.coverage import Counts, coverage


@dataclass(frozen=True)
class Row:
    """A subject with its counts."""

    name: str
    counts: Counts


@dataclass(frozen=True)
class Table:
    """All subjects and their total."""

    rows: tuple[Row, ...]
    total: Counts


def table(book: Rulebook) -> Table:
    """The table in the reader's language, largest subject first."""
    found = coverage(book)
    names: Mapping[str, object] = labels.CAPABILITY
    rows = [Row(str(names.get(name, name)), counts) for name, counts in found.by_capability.items()]
    return Table(tuple(sorted(rows, key=lambda row: -row.counts.clauses)), found.total)
