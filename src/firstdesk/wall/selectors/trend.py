"""Twelve months as small bars: share kept of what was due. Months with small numbers get a mark only."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstdesk.wall.selectors.small import Cell, parts_are_open, summed
from firstdesk.wall.selectors.words import ROUND

WIDTH, HEIGHT = 7, 24  # of one bar with its gap; of the whole
Month = Sequence[Cell]  # the cells of one month


def bars(months: Sequence[Month], names: Sequence[date], *, is_public: bool) -> SafeString:
    """The bars with their meaning in words; "" where nothing was ever due."""
    kept, missed, marks, good, told = [], [], [], 0, 0
    for number, cells in enumerate(months):
        every, left = summed(cells), number * WIDTH
        if every.total == 0:
            continue
        if is_public and not parts_are_open(cells):
            marks.append(f"M{left} {HEIGHT - 3}h5v3h-5z")
            continue
        told += 1
        good += every.missed == 0
        high = max(round(every.kept * HEIGHT / every.total), 1 if every.kept else 0)
        if high:
            kept.append(f"M{left} {HEIGHT - high}h5v{high}h-5z")
        if high < HEIGHT:
            missed.append(f"M{left} 0h5v{HEIGHT - high}h-5z")
    if not (told or marks):
        return SafeString("")
    said = (
        _("%(good)d of %(told)d months without a miss") % {"good": good, "told": told}
        if told
        else _("numbers too small to be shown")
    )
    return _drawn(len(names), said, {"k": kept, "m": missed, "s": marks})


def volumes(months: Sequence[Month], names: Sequence[date], *, is_public: bool) -> SafeString:
    """The amount done each month, in a neutral colour; rounded to tens for the public."""
    counts = [summed(cells).total for cells in months]
    if not any(counts):
        return SafeString("")
    shown = [count // ROUND if is_public else count for count in counts]
    most = max(shown)
    done = []
    for number, (count, height) in enumerate(zip(counts, shown, strict=True)):
        high = max(round(height * HEIGHT / most) if most else 0, 3)
        if count:
            done.append(f"M{number * WIDTH} {HEIGHT - high}h5v{high}h-5z")
    busy = sum(count > 0 for count in counts)
    said = ngettext("something in %(n)d month", "something in %(n)d months", busy) % {"n": busy}
    return _drawn(len(names), said, {"v": done})


def _drawn(count: int, said: str, paths: Mapping[str, Sequence[str]]) -> SafeString:
    wide = count * WIDTH - 2
    drawn = format_html_join("", '<path class="{}" d="{}"/>', ((name, "".join(path)) for name, path in paths.items()))
    return format_html(
        '<svg class="fd-trend" viewBox="0 0 {} {}" role="img" aria-label="{}: {}">{}<path class="s" d="M0 {}h{}v1h-{}z"/></svg>',
        wide, HEIGHT + 1, _("Twelve months"), said, drawn, HEIGHT, wide, wide,
    )  # fmt: skip
