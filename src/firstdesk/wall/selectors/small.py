"""What may be said of a count, and to whom. The public sees no number below three, nor any from which one follows.

A figure is a sum of cells (one rule, one month). Figures may share cells and months add up to years, so a number is
public only if every cell of it is zero or large enough. Public numbers then consist of public cells alone, and no sum
or difference reveals another cell."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SMALL = 3  # a public count below this could point at a person


@dataclass(frozen=True, slots=True)
class Cell:
    """One carrier in one month."""

    kept: int = 0
    missed: int = 0
    last_on: date | None = None
    last_url: str = ""

    @property
    def total(self) -> int:
        return self.kept + self.missed

    def __add__(self, other: "Cell") -> "Cell":
        newest = max((self, other), key=lambda cell: cell.last_on or date.min)
        return Cell(self.kept + other.kept, self.missed + other.missed, newest.last_on, newest.last_url)

    def minus(self, kept: int, missed: int) -> "Cell":
        """The cell without what this reader may not count, and then without proof."""
        return Cell(max(self.kept - kept, 0), max(self.missed - missed, 0), self.last_on)


@dataclass(frozen=True, slots=True)
class Kept:
    """Kept and broken promises as this reader may see them."""

    text: str
    tone: str  # "kept", "late", "" where nothing can be said
    share: int | None = None  # per cent kept; none where the numbers are too small to be public
    means: str | Promise = ""  # what is counted


def is_open(count: int) -> bool:
    """Whether a count may be public: zero, or large enough."""
    return count == 0 or count >= SMALL


def total_is_open(cells: Iterable[Cell]) -> bool:
    """Whether the total of these cells may be public."""
    return all(is_open(cell.total) for cell in cells)


def parts_are_open(cells: Iterable[Cell]) -> bool:
    """Whether the kept and missed parts of these cells may be public."""
    return all(is_open(cell.kept) and is_open(cell.missed) for cell in cells)


def summed(cells: Iterable[Cell]) -> Cell:
    """The sum of the cells."""
    return sum(cells, Cell())


def kept(counted: tuple[int, int], *, is_public: bool) -> Kept:
    """Kept and late of one promise, in words."""
    good, late = counted
    total = good + late
    if total == 0:
        return Kept(_("not due this month"), "")
    if not is_public:
        return _numbers(good, late, is_public=False)
    if total < SMALL:
        return Kept(_("due fewer than 3 times this month"), "")
    if late == 0 or min(good, late) >= SMALL:
        return _numbers(good, late, is_public=True)
    if late < SMALL:
        return Kept(_("due %(n)d times, fewer than 3 late") % {"n": total}, "late")
    return Kept(_("due %(n)d times, fewer than 3 in time") % {"n": total}, "late")


def told(cells: Collection[Cell], *, is_public: bool) -> Kept:
    """Kept and late of several promises together in words."""
    busy = [cell for cell in cells if cell.total]
    every = summed(busy)
    if not is_public or len(busy) < 2:
        return kept((every.kept, every.missed), is_public=is_public)
    if not total_is_open(busy):
        return Kept(_("due, one of the numbers too small to be shown"), "")
    if parts_are_open(busy):
        return _numbers(every.kept, every.missed, is_public=True)
    return Kept(_("due %(n)d times, not always in time") % {"n": every.total}, "late")


def _numbers(good: int, late: int, *, is_public: bool) -> Kept:
    tone, share = ("late" if late else "kept"), good * 100 // (good + late)
    if is_public and late == 0:
        return Kept(ngettext("kept %(n)d time", "kept %(n)d times", good) % {"n": good}, tone, share)
    return Kept(_("%(kept)d kept, %(late)d late") % {"kept": good, "late": late}, tone, share)


def overall(cells: Iterable[Cell], *, is_public: bool) -> Kept:
    """All promises of the month; in public only those whose numbers are shown, so that nothing can be derived about the
    rest."""
    shown = [cell for cell in cells if not is_public or parts_are_open([cell])]
    every = summed(shown)
    if every.total == 0:
        return kept((0, 0), is_public=False)
    found = _numbers(every.kept, every.missed, is_public=is_public)
    return replace(found, means=_("without promises of which a number is below 3")) if is_public else found
