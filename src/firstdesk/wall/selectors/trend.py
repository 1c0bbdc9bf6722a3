"""Twelve months as small bars: how much of what was due was kept. A month whose numbers are small has only a mark."""

from collections.abc import Sequence
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstdesk.wall.selectors.small import Cell, parts_are_open, summed

WIDTH, HEIGHT = 7, 24  # of one bar with its gap; of the whole
Month = Sequence[Cell]  # the cells of one month


def bars(months: Sequence[Month], names: Sequence[date], *, is_public: bool) -> SafeString:
    """The drawing, with its meaning in words. Empty where nothing ever fell due."""
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
    return format_html(
        '<svg class="fd-trend" viewBox="0 0 {} {}" role="img" aria-label="{}: {}"><path class="k" d="{}"/><path class="m" d="{}"/>'
        '<path class="s" d="{}M0 {}h{}v1h-{}z"/></svg>',
        len(names) * WIDTH - 2, HEIGHT + 1, _("Twelve months"), said, "".join(kept), "".join(missed), "".join(marks), HEIGHT,
        len(names) * WIDTH - 2, len(names) * WIDTH - 2,
    )  # fmt: skip
