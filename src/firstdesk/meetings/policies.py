"""Who may convene, conduct and sign meetings, and settle resolutions."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.refusals import Conflict, NotAllowed
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.ledger.actors import Actor
from firstdesk.meetings.models import AgendaItem, Meeting, Reopening, Resolution
from firstdesk.meetings.states import OVER, WRITTEN, MeetingState, ResolutionState, Turn

P = Permission


def convenes(centre: Unit | None, acting: Acting) -> bool:
    """Whether the person, from the post they act from, may convene meetings of the centre."""
    return centre is not None and acting.may(P.CONVENE) and centre.pk == acting.unit.pk


def conducts(meeting: Meeting, acting: Acting) -> bool:
    """Whether the person is chair or recorder, or may convene meetings of the centre."""
    return acting.user.pk in {meeting.chair_id, meeting.recorder_id} or convenes(meeting.centre, acting)


def check_convenes(centre: Unit | None, acting: Acting) -> Unit:
    """The centre, where this person may convene its meetings. Raises NotAllowed."""
    if centre is None or not convenes(centre, acting):
        raise NotAllowed(_("Meetings are called by the director or a group leader of the centre itself."))
    return centre


def check_conducts(meeting: Meeting, acting: Acting) -> None:
    """Raises NotAllowed."""
    if not conducts(meeting, acting):
        raise NotAllowed(_("The chair, the recorder or those who call the centre's meetings do this."))


def check_its_day(meeting: Meeting, at: datetime) -> None:
    """Raises NotAllowed on any day but the announced one; an earlier hour is allowed. To begin on another day it must
    be moved."""
    day, today = clock.local(meeting.period.lower).date(), clock.local(at).date()
    if today < day:
        raise NotAllowed(_("It is announced for %(day)s. To hold it before that, move it first.") % {"day": day})
    if today > day:
        raise NotAllowed(
            _("Its day, %(day)s, is over. Move it to the day it is held, or say that it was not held.") % {"day": day}
        )


def check_unbegins(meeting: Meeting, by: Actor, at: datetime) -> datetime:
    """When it was begun. Who began a meeting by mistake takes that back: on the same day, while nothing of it is
    recorded. Who signed in stays: at the door one does so before it begins. Raises NotAllowed."""
    if meeting.state != MeetingState.RUNNING or meeting.begun_at is None:
        raise NotAllowed(_("This is not possible now: it is “%(old)s”.") % {"old": meeting.get_state_display()})
    if by.person_id not in {meeting.chair_id, meeting.recorder_id, meeting.begun_by_id}:
        raise NotAllowed(_("The chair, the recorder or whoever began it takes that back."))
    if clock.local(at).date() > clock.local(meeting.begun_at).date() or _recorded(meeting):
        raise NotAllowed(
            _(
                "It is taken back only on its day, while nothing of it is recorded. End it; what is missing is written until it is signed."
            )
        )
    return meeting.begun_at


def _recorded(meeting: Meeting) -> bool:
    """Whether anything was written, resolved, counted or settled since it began."""
    items = AgendaItem.objects.filter(meeting=meeting)
    written = items.exclude(minutes="") | items.filter(resolution__state=ResolutionState.DROPPED)
    others = (rows.filter(meeting=meeting) for rows in (Resolution.objects, Reopening.objects))
    return bool(meeting.residents) or written.exists() or any(rows.exists() for rows in others)


def check_reopens(meeting: Meeting, by: Actor, at: datetime) -> datetime:
    """When it was ended. Who ended a meeting by mistake lets it go on: while it is still the day it was held, and nobody has signed. What was
    spoken of later is another meeting; what was only forgotten is written until it is signed. Raises NotAllowed."""
    if meeting.signed_at is not None:
        check_written(meeting)
    if meeting.ended_at is None:
        raise NotAllowed(_("This is not possible now: it is “%(old)s”.") % {"old": meeting.get_state_display()})
    if by.person_id not in {meeting.chair_id, meeting.recorder_id, meeting.ended_by_id}:
        raise NotAllowed(_("The chair, the recorder or whoever ended it lets it go on."))
    if clock.local(at).date() > clock.local(meeting.ended_at).date():
        raise NotAllowed(
            _(
                "It goes on only on the day it was held. Minutes and resolutions can still be written until they are signed; what is left belongs to the next meeting."
            )
        )
    return meeting.ended_at


def check_chair(meeting: Meeting, by: Actor) -> None:
    """Raises NotAllowed."""
    if by.person_id != meeting.chair_id:
        raise NotAllowed(_("The chair signs: %(chair)s.") % {"chair": meeting.chair})


def check_written(meeting: Meeting) -> None:
    """Raises NotAllowed unless the meeting runs or has ended and is not signed."""
    if meeting.state in WRITTEN:
        return
    if meeting.signed_at is not None:
        raise NotAllowed(_("The minutes are signed; nothing in them changes any more. Correct it at the next meeting."))
    raise NotAllowed(_("Minutes are written once the meeting has begun."))


def check_seen(edition: int, seen: str) -> None:
    """Raises Conflict when the form came from a page that showed an older edition."""
    if not seen.isdecimal() or len(seen) > 9:
        raise Conflict(_("This form does not say which state of the page it was sent from. Reload the page."))
    if int(seen) != edition:
        raise Conflict


def settles(row: Resolution, acting: Acting) -> bool:
    """Whether the person may report on a resolution: its owner, the leaders of the owning unit, those who conduct its
    meeting."""
    own = acting.user.pk == row.person_id or (row.unit_id in acting.unit_ids and row.person_id is None)
    leads = row.unit_id in acting.unit_ids and (acting.may(P.ASSIGN) or acting.may(P.CONVENE))
    return own or leads or conducts(row.meeting, acting)


def turns_of(rows: Sequence[Resolution], acting: Acting) -> dict[int, list[Turn]]:
    """For each resolution, the turns this person may take now; one query."""
    later = _later(rows)
    return {row.pk: [turn for turn in Turn if _may(row, turn, acting, later.get(row.pk))] for row in rows}


def _later(rows: Sequence[Resolution]) -> dict[int, set[int]]:
    """For resolutions on the agenda of a running meeting: ids of its chair and recorder."""
    found: dict[int, set[int]] = {}
    held = AgendaItem.objects.filter(resolution__in=rows, meeting__state__in=sorted(WRITTEN))
    for pk, *people in held.values_list("resolution", "meeting__chair", "meeting__recorder"):
        found.setdefault(pk, set()).update(people)
    return found


def _may(row: Resolution, turn: Turn, acting: Acting, later: set[int] | None) -> bool:
    conducting = conducts(row.meeting, acting) or acting.user.pk in (later or ())
    if row.meeting.state not in OVER or (turn == Turn.REOPENED) != (row.state == ResolutionState.DONE):
        return False
    if turn == Turn.REOPENED:
        return conducting
    is_open = row.state == ResolutionState.OPEN
    return is_open and (
        (conducting and later is not None) if turn == Turn.DROPPED else conducting or settles(row, acting)
    )


def check_carries(row: Resolution, turn: Turn, acting: Acting) -> None:
    """Raises NotAllowed where the state of the resolution or the person forbids the turn."""
    check_turn(row, turn)
    if turn not in turns_of([row], acting)[row.pk]:
        raise NotAllowed(
            _(
                "Its owner says how far it is and that it is done. Opening it again and dropping it is for those who conduct the meetings."
            )
        )


def check_turn(row: Resolution, turn: Turn) -> None:
    """Raises NotAllowed before its meeting has ended; only resolutions on the agenda of a running meeting can be
    dropped."""
    if row.meeting.state not in OVER:
        raise NotAllowed(_("Its meeting is not over yet."))
    if turn == Turn.PROGRESS and row.state != ResolutionState.OPEN:
        raise NotAllowed(_("This is not possible now: it is “%(old)s”.") % {"old": row.get_state_display()})
    if turn == Turn.DROPPED and row.pk not in _later([row]):
        raise NotAllowed(
            _("Only a later meeting drops a resolution: while it is held, with the resolution on its agenda.")
        )
