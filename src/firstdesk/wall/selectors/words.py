"""Wording of each kind of figure. Never more than is known: what nobody checked is not called kept."""

from collections.abc import Collection, Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from firstdesk.common.language import lang
from firstdesk.wall.selectors.small import Cell, Kept, parts_are_open, summed


def of_duties(cells: Collection[Cell], *, is_public: bool) -> Kept:
    """Duties of the organisation, without a number where that would be small."""
    every = summed(cells)
    if every.total == 0:
        return Kept(_("not due this month"), "")
    tone = "late" if every.missed else "kept"
    if not is_public or parts_are_open(cells):
        said = _("%(kept)d of %(due)d done") % {"kept": every.kept, "due": every.total}
        return Kept(said, tone, every.kept * 100 // every.total)
    if every.missed == 0:
        return Kept(_("done"), tone, 100)
    return Kept(_("not done in time") if every.kept == 0 else _("not always done in time"), tone)


def of_postings(cells: Collection[Cell], *, is_public: bool) -> Kept:
    """Postings: how many are in order."""
    every = summed(cells)
    if every.total == 0:
        return Kept(_("nobody has to post it here"), "")
    if every.missed == 0:
        return Kept(_("posted and looked at"), "kept", 100)
    if every.kept == 0:
        return Kept(_("not posted, or not looked at again"), "late", 0)
    if not is_public or parts_are_open(cells):
        said = _("%(kept)d of %(due)d posted and looked at") % {"kept": every.kept, "due": every.total}
        return Kept(said, "late", every.kept * 100 // every.total)
    return Kept(_("posted in part"), "late")


OFTEN: Mapping[str, str | Promise] = {  # what is said of work that neither keeps nor breaks anything, or always keeps
    "record": _lazy("recorded %(often)s"),
    "gate": _lazy("held every time, %(often)s"),
    "procedure": _lazy("gone through to the end %(often)s"),
    "route": _lazy("decided %(often)s"),
    "checklist": _lazy("gone through item by item %(often)s"),
    "list": _lazy("chosen from %(often)s"),
    "grounds": _lazy("somebody answered for it %(often)s"),
    "meeting": _lazy("held %(often)s"),
    "indicator": _lazy("measured %(often)s"),
    "compensation": _lazy("worked out %(often)s"),
}
HELD = ("gate", "procedure")  # nothing goes on without: each time is a time it was kept
ROUND = 10  # numbers of work are public in steps of ten: no difference of two of them is a small number


def of_work(kind: str, cells: Collection[Cell], *, is_public: bool) -> Kept:
    """How often work was done, rounded to tens for the public: rules count the same work in several ways that differ
    slightly."""
    every = summed(cells)
    if every.total == 0:
        return Kept(_("none this month"), "")
    said = str(OFTEN[kind]) % {"often": often(every.total, is_public=is_public)}
    if kind == "route" and every.missed and not is_public:
        other = ngettext(
            "%(n)d of them otherwise, with the reason", "%(n)d of them otherwise, with the reason", every.missed
        )
        said = f"{said}, {other % {'n': every.missed}}" if lang() == "en" else f"{said}，{other % {'n': every.missed}}"
    return Kept(said, "kept" if kind in HELD else "late" if kind == "grounds" else "")


def often(count: int, *, is_public: bool) -> str:
    """A number of times, rounded to tens for the public."""
    if not is_public:
        return ngettext("%(n)d time", "%(n)d times", count) % {"n": count}
    if count < ROUND:
        return _("fewer than 10 times")
    return _("%(n)d times and more") % {"n": count // ROUND * ROUND}


def of_charter(cells: Collection[Cell], last_on: date | None) -> Kept:
    """The charter: how the organisation fulfils it, when settled and reviewed."""
    if last_on is None:
        return Kept(_("not settled yet"), "late")
    said = _("settled, confirmed on %(day)s") % {"day": last_on.isoformat()}
    return Kept(said, "late" if summed(cells).missed else "kept")


def of_checks(cell: Cell, last_on: date | None, today: date) -> Kept:
    """Checks on the spot: the last one and its finding."""
    if last_on is None:
        return Kept(_("on paper only, never confirmed"), "")
    days = (today - last_on).days
    ago = ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days} if days else _("today")
    if cell.missed:
        return Kept(_("paper checklist, last looked at %(ago)s: not as it should be") % {"ago": ago}, "late")
    return Kept(_("paper checklist, last confirmed %(ago)s") % {"ago": ago}, "")


def of_month(cells: Collection[Cell], *, is_public: bool) -> Kept:
    """The wording of a month, for any kind of figure."""
    every = summed(cells)
    if every.total == 0:
        return Kept(_("nothing due"), "")
    if is_public and not parts_are_open(cells):
        return Kept(_("numbers too small to be shown"), "")
    said = _("%(kept)d of %(due)d kept") % {"kept": every.kept, "due": every.total}
    return Kept(said, "late" if every.missed else "kept", every.kept * 100 // every.total)
