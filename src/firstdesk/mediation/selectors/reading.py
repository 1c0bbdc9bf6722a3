"""Who may read what is in a case."""

from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.mediation.models import Case, Mediator, Seat


def may_read(case: Case, acting: Acting) -> bool:
    """Its mediators and recorder, the head of the committee, the director; whoever took it down until it is decided."""
    if Seat.objects.filter(case=case, left_at=None, mediator__user=acting.user).exists():
        return True
    if case.decided_at is None and case.applied_by_id == acting.user.pk:
        return True
    return leads(case, acting)


def leads(case: Case, acting: Acting) -> bool:
    """The head of the centre's committee, or somebody who reads the centre's confidential matters and decides."""
    if acting.may(Permission.DECIDE) and acting.may(Permission.READ_CONFIDENTIAL) and case.centre_id in acting.unit_ids:
        return True
    heads = Mediator.objects.filter(role=Mediator.Role.CHAIR, user=acting.user, committee__unit_id=case.centre_id)
    return heads.exists()


def works(case: Case, acting: Acting) -> bool:
    """Who changes anything in it: its mediators and recorder, the head of the committee, the director."""
    return leads(case, acting) or Seat.objects.filter(case=case, left_at=None, mediator__user=acting.user).exists()
