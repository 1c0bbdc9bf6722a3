"""The wall on a large screen: pages readable from three metres. Each regulation is a round of at most ten minutes, the
centre's own first. Shown are clauses in operation and those checked on the spot; the last page of a round counts the
others."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from firstdesk.common.language import words
from firstdesk.wall.selectors.page import Shown, Wall

ROOM = 18  # rows of a page
SIGNS = 34  # of a row in Chinese; of other letters twice as many
HEADING = 1  # rows the name of a part takes
SECONDS = 20  # a page stands
MOST = 10 * 60 // SECONDS  # pages of a round
SHOWN = ("carried", "checklist")


@dataclass(frozen=True)
class Block:
    """Clauses of one part on one page."""

    title: str
    lines: tuple[Shown, ...]


@dataclass(frozen=True)
class Slide:
    """One page; the last of a round has no clauses."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Round:
    """The pages of one regulation, or of a part of a long one."""

    regulation: str
    slides: tuple[Slide, ...]
    counts: Mapping[str, int]  # clauses by status

    @property
    def minutes(self) -> int:
        """How many minutes the round takes."""
        return math.ceil(len(self.slides) * SECONDS / 60)


def rounds(walls: Iterable[Wall]) -> Iterator[Round]:
    """The rounds; no clause is split across pages."""
    for wall in walls:
        pages = list(_pages(_blocks(wall)))
        for first in range(0, max(len(pages), 1), MOST - 1):
            some = (*pages[first : first + MOST - 1], Slide(()))
            yield Round(words(wall.regulation.title), some, wall.counts)


def _blocks(wall: Wall) -> Iterator[Block]:
    for part in wall.groups:
        lines = tuple(line for line in part.lines if line.line.status in SHOWN)
        if lines:
            yield Block(part.title, lines)


def _pages(blocks: Iterable[Block]) -> Iterator[Slide]:
    page: list[Block] = []
    left = ROOM
    for block in blocks:
        lines: list[Shown] = []
        for line in block.lines:
            needs = rows_of(line) + (0 if lines else HEADING)
            if needs > left and (page or lines):
                yield Slide((*page, *_block(block.title, lines)))
                page, lines, left = [], [], ROOM
                needs = rows_of(line) + HEADING
            lines.append(line)
            left -= needs
        page += _block(block.title, lines)
    if page:
        yield Slide(tuple(page))


def _block(title: str, lines: list[Shown]) -> list[Block]:
    return [Block(title, tuple(lines))] if lines else []


def rows_of(line: Shown) -> int:
    """The lines a clause takes on a page."""
    text = words(line.line.clause.text)
    return max(2 + _long(text) // (SIGNS * 2), len(line.said) + bool(line.trend))


def _long(text: str) -> int:
    """Width in half signs."""
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
