"""The wall on a large screen: pages of a few clauses, to be read from three metres."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from firstdesk.common.language import words
from firstdesk.wall.selectors.page import Shown, Wall

ROOM = 15  # rows of a page
SIGNS = 34  # of a row in Chinese; of other letters twice as many


@dataclass(frozen=True)
class Slide:
    """One page of the screen."""

    regulation: str
    title: str
    lines: tuple[Shown, ...]


def slides(walls: Iterable[Wall]) -> Iterator[Slide]:
    """Page by page, no clause torn apart."""
    for wall in walls:
        name = words(wall.regulation.title)
        for part in wall.groups:
            for lines in _filled(part.lines):
                yield Slide(name, part.title, tuple(lines))


def _filled(lines: Iterable[Shown]) -> Iterator[list[Shown]]:
    page: list[Shown] = []
    rows = 0
    for line in lines:
        needs = rows_of(line)
        if page and rows + needs > ROOM:
            yield page
            page, rows = [], 0
        page.append(line)
        rows += needs
    if page:
        yield page


def rows_of(line: Shown) -> int:
    """How much room a clause takes."""
    text = words(line.line.clause.text)
    below = f"{line.line.why}{line.line.instead}" if line.line.status == "excluded" else ""
    return 1 + _long(text) // (SIGNS * 2) + 1 + _long(below) // (SIGNS * 3)


def _long(text: str) -> int:
    """Width in half signs."""
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
