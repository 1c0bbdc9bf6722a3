"""Who may read what is in a case."""

from collections.abc import Sequence

from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.mediation.models import Case, Mediator, Seat


def may_read(case: Case, acting: Acting) -> bool:
    """Its mediators and recorder, the head of the committee, the director; whoever took it down until it is decided."""
    return case.pk in readable([case], acting)


def readable(found: Sequence[Case], acting: Acting) -> set[int]:
    """Of these the ones a person may read, by key; the queries do not grow with them."""
    seated, heads = _seated(found, acting), _heads(acting)
    return {
        case.pk
        for case in found
        if case.pk in seated
        or (case.decided_at is None and case.applied_by_id == acting.user.pk)
        or _leads(case, acting, heads)
    }


def leads(case: Case, acting: Acting) -> bool:
    """The head of the centre's committee, or somebody who reads the centre's confidential matters and decides."""
    return _leads(case, acting, _heads(acting))


def _leads(case: Case, acting: Acting, heads: set[int]) -> bool:
    decides = acting.may(Permission.DECIDE) and acting.may(Permission.READ_CONFIDENTIAL)
    return case.centre_id in heads or (decides and case.centre_id in acting.unit_ids)


def _heads(acting: Acting) -> set[int]:
    """The units whose committee the person leads."""
    rows = Mediator.objects.filter(role=Mediator.Role.CHAIR, user=acting.user)
    return set(rows.values_list("committee__unit_id", flat=True))


def _seated(found: Sequence[Case], acting: Acting) -> set[int]:
    """The cases in which the person mediates or records now."""
    rows = Seat.objects.filter(case__in=found, left_at=None, mediator__user=acting.user)
    return set(rows.values_list("case", flat=True))


def works(case: Case, acting: Acting) -> bool:
    """Who changes anything in it: its mediators and recorder, the head of the committee, the director."""
    return bool(_seated([case], acting)) or leads(case, acting)
