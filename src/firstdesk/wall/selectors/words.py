"""What is said of a figure, kind by kind. Never more than is known: what nobody looked at is not called kept."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstdesk.wall.selectors.small import SMALL, Cell, Kept, parts_are_open, summed, total_is_open


def of_duties(cells: Collection[Cell], *, is_public: bool) -> Kept:
    """Work of the organisation itself: said without a number where the number would be small."""
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
    """Things made known: how many stand as they should."""
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


def of_records(cells: Collection[Cell], *, is_public: bool) -> Kept:
    """What was put on record: it neither keeps nor breaks anything, so it is said without a colour."""
    every = summed(cells)
    if every.kept == 0:
        return Kept(_("nothing to record this month"), "")
    if is_public and not total_is_open(cells):
        return Kept(_("recorded fewer than 3 times this month") if every.kept < SMALL else _("recorded this month"), "")
    return Kept(
        ngettext("recorded %(n)d time this month", "recorded %(n)d times this month", every.kept) % {"n": every.kept},
        "",
    )


def of_charter(cells: Collection[Cell], last_on: date | None) -> Kept:
    """How the organisation fulfils it, once settled and looked at again."""
    if last_on is None:
        return Kept(_("not settled yet"), "late")
    said = _("settled, confirmed on %(day)s") % {"day": last_on.isoformat()}
    return Kept(said, "late" if summed(cells).missed else "kept")


def of_checks(cell: Cell, last_on: date | None, today: date) -> Kept:
    """What the system cannot know: who looked last, and what they found."""
    if last_on is None:
        return Kept(_("on paper only, never confirmed"), "")
    days = (today - last_on).days
    ago = ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days} if days else _("today")
    if cell.missed:
        return Kept(_("paper checklist, last looked at %(ago)s: not as it should be") % {"ago": ago}, "late")
    return Kept(_("paper checklist, last confirmed %(ago)s") % {"ago": ago}, "")


def of_month(cells: Collection[Cell], *, is_public: bool) -> Kept:
    """A month that may be over, whatever kind of figure it is."""
    every = summed(cells)
    if every.total == 0:
        return Kept(_("nothing due"), "")
    if is_public and not parts_are_open(cells):
        return Kept(_("numbers too small to be shown"), "")
    said = _("%(kept)d of %(due)d kept") % {"kept": every.kept, "due": every.total}
    return Kept(said, "late" if every.missed else "kept", every.kept * 100 // every.total)
