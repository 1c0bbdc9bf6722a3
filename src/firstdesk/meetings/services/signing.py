"""The chair signs: minutes are frozen, documents made and filed, everybody concerned told, and the duties the meeting
was for proved."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from firstdesk.common import clock as walls
from firstdesk.files.leaving import Leaving, leave
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.meetings import policies
from firstdesk.meetings.models import Meeting, Paper
from firstdesk.meetings.selectors import agenda, papers, people, titles
from firstdesk.meetings.selectors.kinds import rules_of
from firstdesk.meetings.selectors.resolutions import of as resolutions_of
from firstdesk.meetings.services.kernel import Happening, check_state, happen, hold
from firstdesk.meetings.states import MeetingState
from firstdesk.notices.services import Message, send
from firstdesk.obligations.services.proving import Shown, prove

SIGNED = gettext_noop("The minutes of “%(title)s” are signed: %(resolutions)s resolutions.")
YOURS = gettext_noop("“%(title)s” resolved, due on %(due)s: %(text)s")


@transaction.atomic
def sign(meeting: Meeting, *, base: str = "", by: Actor, at: datetime) -> Meeting:
    """Sign the minutes, once. Raises NotAllowed for anybody but the chair, Refusal naming what is missing."""
    check_state(meeting, {MeetingState.HELD})
    policies.check_chair(meeting, by)
    hold(meeting)
    _check(meeting)
    made = [_paper(draft, base, by, at) for draft in (papers.record(meeting, at), papers.summary(meeting, at))]
    resolutions = resolutions_of(meeting)
    changes = {"signed_at": at, "signed_by_id": by.by_id}
    noted = {
        "number": titles.number(meeting),
        "resolutions": len(resolutions),
        "papers": [paper.sha256 for paper in made],
    }
    happen(meeting, Happening("meeting.signed", MeetingState.SIGNED, changes, noted), by=by, at=at)
    _prove(meeting, made[-1].file, by, at)
    _tell(meeting, len(resolutions), at)
    return meeting


def _check(meeting: Meeting) -> None:
    items = agenda.items(meeting)
    owned = all(row.unit_id and row.due_on for row in resolutions_of(meeting))
    found = {
        "meeting_attendance": not people.missing_kinds(meeting),
        "meeting_minutes": bool(items) and all(item.minutes for item in items),
        "resolutions_owned": owned,
    }
    present = [name for name, is_there in found.items() if is_there]
    demand(meeting.centre.centre_kind, "meetings.sign", present, {"meeting": meeting.kind}, meeting.rulebook_version)


def _paper(draft: papers.Draft, base: str, by: Actor, at: datetime) -> Paper:
    meeting = draft.meeting
    leaving = Leaving(
        title=draft.title,
        number=titles.number(meeting),
        issuer=meeting.centre.name,
        unit_id=meeting.centre_id,
        base=base,
    )
    left = leave(leaving, draft.pdf, by=by, at=at)
    return Paper.objects.create(meeting=meeting, kind=draft.kind, **left.columns)


def _prove(meeting: Meeting, file: File, by: Actor, at: datetime) -> None:
    """Give the held meeting as evidence to the duties that ask for it, on the day it was held."""
    names = dict.fromkeys(name for rule in rules_of(meeting) for name in rule.evidence)
    held_on = walls.local(meeting.begun_at or meeting.period.lower).date()
    shown = [
        Shown(
            kind=name, unit=meeting.centre, happened_on=held_on, ref=f"meeting:{meeting.pk}",
            url=f"/meetings/{meeting.pk}/", title=titles.filed(meeting), file=file,
        )
        for name in names
    ]  # fmt: skip
    prove(shown, by=by, at=at)


def _tell(meeting: Meeting, resolutions: int, at: datetime) -> None:
    """Send the summary to everybody concerned, and owners of resolutions their tasks."""
    url = f"/meetings/{meeting.pk}/"
    values = {**titles.told(meeting), "resolutions": resolutions}
    send(Message(kind="meeting", text=SIGNED, values=values, url=url), to=people.concerned(meeting, at), at=at)
    for row in resolutions_of(meeting):
        owners = [row.person] if row.person else people.speakers_for([row.unit], at)[row.unit_id]
        said = {**titles.told(meeting), "due": row.due_on.isoformat(), "text": row.text[:120]}
        send(Message(kind="meeting.resolution", text=YOURS, values=said, url=f"{url}#resolutions"), to=owners, at=at)
