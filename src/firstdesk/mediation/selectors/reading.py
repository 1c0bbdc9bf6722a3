"""Who may read the content of a case."""

from collections.abc import Sequence

from django.db.models import Q

from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.mediation.models import Case, Mediator, Seat


def may_read(case: Case, acting: Acting) -> bool:
    """Whether the person may read the case: its mediators and recorder, the head of the committee, the director; until
    it is decided on, also whoever registered it."""
    return case.pk in readable([case], acting)


def readable(found: Sequence[Case], acting: Acting) -> set[int]:
    """Ids of those of these cases the person may read; a constant number of queries."""
    seated, heads = _seated(found, acting), _heads(acting)
    return {
        case.pk
        for case in found
        if case.pk in seated
        or (case.decided_at is None and case.applied_by_id == acting.user.pk)
        or _leads(case, acting, heads)
    }


def readable_by(acting: Acting) -> Q:
    """The same as a condition on cases, for a list."""
    seated = Seat.objects.filter(left_at=None, mediator__user=acting.user).values("case")
    found = Q(pk__in=seated) | Q(decided_at=None, applied_by=acting.user) | Q(centre__in=_heads(acting))
    decides = acting.may(Permission.DECIDE) and acting.may(Permission.READ_CONFIDENTIAL)
    return found | Q(centre__in=acting.unit_ids) if decides else found


def leads(case: Case, acting: Acting) -> bool:
    """Whether the person heads the centre's committee, or may both read the centre's confidential matters and
    decide."""
    return _leads(case, acting, _heads(acting))


def _leads(case: Case, acting: Acting, heads: set[int]) -> bool:
    decides = acting.may(Permission.DECIDE) and acting.may(Permission.READ_CONFIDENTIAL)
    return case.centre_id in heads or (decides and case.centre_id in acting.unit_ids)


def _heads(acting: Acting) -> set[int]:
    """Ids of the units whose committee the person heads."""
    rows = Mediator.objects.filter(role=Mediator.Role.CHAIR, user=acting.user)
    return set(rows.values_list("committee__unit_id", flat=True))


def _seated(found: Sequence[Case], acting: Acting) -> set[int]:
    """Ids of the cases in which the person now mediates or keeps the record."""
    rows = Seat.objects.filter(case__in=found, left_at=None, mediator__user=acting.user)
    return set(rows.values_list("case", flat=True))


def works(case: Case, acting: Acting) -> bool:
    """Whether the person may change the case: its mediators and recorder, the head of the committee, the director."""
    return bool(_seated([case], acting)) or leads(case, acting)
