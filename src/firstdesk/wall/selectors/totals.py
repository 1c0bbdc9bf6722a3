"""This year's complaints about a centre, for the public."""

from dataclasses import dataclass
from datetime import date, datetime

from firstdesk.complaints import selectors as complaints
from firstdesk.directory.models import Unit
from firstdesk.wall.selectors.small import SMALL


@dataclass(frozen=True)
class PublicTotals:
    """This year's complaints as everybody may read them: no count below three, nor one such a count follows from. None is
    «not shown», which is not nothing."""

    since: date
    few: bool  # fewer than three complaints: only that is said
    received: int
    answered: str
    promised: int | None
    paid: int | None


def public_totals(centre: Unit, at: datetime) -> PublicTotals:
    """The public totals of a centre."""
    found = complaints.totals(centre, at)
    good, late = found.in_time, found.late
    waiting = found.received - good - late  # follows from the other two
    money = _tells(found.promised_to, late)
    return PublicTotals(
        since=found.since,
        few=found.received < SMALL,
        received=found.received,
        answered=_answered(good, late) if _tells(waiting) else "",
        promised=found.promised if money else None,
        paid=found.paid if money and _tells(found.paid_to, found.promised_to - found.paid_to) else None,
    )


def _tells(*counts: int) -> bool:
    """Whether these counts may be public together."""
    return all(count <= 0 or count >= SMALL for count in counts)


def _answered(good: int, late: int) -> str:
    if _tells(good, late):
        return f"{good} / {late}"
    return f"{good + late}" if _tells(good + late) else ""
