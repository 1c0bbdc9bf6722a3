"""How much of the rules is carried: the table of the wall, for the README."""

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.coverage import STATUSES, Counts
from firstdesk.wall.selectors.covered import table

BEGINS, ENDS = "<!-- coverage: written by ./run docs -->", "<!-- coverage ends -->"


def section(book: Rulebook) -> str:
    """Between its two marks."""
    found = table(book)
    lines = [
        BEGINS,
        "",
        f"| of {found.total.clauses} clauses | clauses | {' | '.join(STATUSES)} |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    lines += [_row(row.name, row.counts) for row in found.rows]
    lines += [_row("**in all**", found.total), "", ENDS]
    return "\n".join(lines)


def written(text: str, book: Rulebook) -> str:
    """The README with the table as it is now; one without the marks stays as it is."""
    before, begins, rest = text.partition(BEGINS)
    _old, ends, after = rest.partition(ENDS)
    return f"{before}{section(book)}{after}" if begins and ends else text


def _row(name: str, counts: Counts) -> str:
    values = (counts.clauses, *(getattr(counts, status) for status in STATUSES))
    return f"| {name} | {' | '.join(str(value) for value in values)} |"
