"""Who reads a meeting, who conducts it, who signs."""

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Conflict, NotAllowed
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.ledger.actors import Actor
from firstdesk.meetings.models import Meeting, Resolution
from firstdesk.meetings.states import OVER, WRITTEN

P = Permission


def convenes(centre: Unit | None, acting: Acting) -> bool:
    """Whether somebody may call meetings of a centre from the post they act from."""
    return centre is not None and acting.may(P.CONVENE) and centre.pk == acting.unit.pk


def conducts(meeting: Meeting, acting: Acting) -> bool:
    """Chair, recorder, and those who may call meetings of the centre."""
    return acting.user.pk in {meeting.chair_id, meeting.recorder_id} or convenes(meeting.centre, acting)


def check_convenes(centre: Unit | None, acting: Acting) -> Unit:
    """The centre whose meetings this person calls. Raises NotAllowed."""
    if centre is None or not convenes(centre, acting):
        raise NotAllowed(_("Meetings are called by the director or a group leader of the centre itself."))
    return centre


def check_conducts(meeting: Meeting, acting: Acting) -> None:
    """Raises NotAllowed."""
    if not conducts(meeting, acting):
        raise NotAllowed(_("The chair, the recorder or those who call the centre's meetings do this."))


def check_chair(meeting: Meeting, by: Actor) -> None:
    """Raises NotAllowed."""
    if by.person_id != meeting.chair_id:
        raise NotAllowed(_("The chair signs: %(chair)s.") % {"chair": meeting.chair})


def check_written(meeting: Meeting) -> None:
    """Minutes and resolutions are taken down in the meeting and until it is signed. Raises NotAllowed."""
    if meeting.state in WRITTEN:
        return
    if meeting.signed_at is not None:
        raise NotAllowed(_("The minutes are signed; nothing in them changes any more. Correct it at the next meeting."))
    raise NotAllowed(_("Minutes are written once the meeting has begun."))


def check_seen(edition: int, seen: str) -> None:
    """Raises Conflict where the page a form was sent from had an older edition."""
    if not seen.isdecimal() or len(seen) > 9:
        raise Conflict(_("This form does not say which state of the page it was sent from. Reload the page."))
    if int(seen) != edition:
        raise Conflict


def settles(row: Resolution, acting: Acting) -> bool:
    """Who says that a resolution is done: its owner, those who lead the owning unit, those who conduct its meeting."""
    own = acting.user.pk == row.person_id or (row.unit_id in acting.unit_ids and row.person_id is None)
    leads = row.unit_id in acting.unit_ids and (acting.may(P.ASSIGN) or acting.may(P.CONVENE))
    return own or leads or conducts(row.meeting, acting)


def check_settles(row: Resolution, acting: Acting) -> None:
    """Raises NotAllowed."""
    if row.meeting.state not in OVER:
        raise NotAllowed(_("Its meeting is not over yet."))
    if not settles(row, acting):
        raise NotAllowed(_("Its owner, or those who conduct the meetings, say that it is done."))
