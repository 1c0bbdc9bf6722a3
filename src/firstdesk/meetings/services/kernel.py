"""The only way a meeting changes: state, edition and ledger entry together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Conflict, NotAllowed
from firstdesk.common.transactions import joined
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.meetings.models import Meeting


@dataclass(frozen=True)
class Happening:
    """One event: new state, changed fields, and what the ledger notes; never words, never guests."""

    event: str
    to: str | None = None
    changes: Mapping[str, object] = field(default_factory=dict)
    noted: Mapping[str, object] = field(default_factory=dict)


def hold(meeting: Meeting) -> Meeting:
    """Lock the meeting. Raises Conflict when it changed since the caller read it."""
    stored = Meeting.objects.select_for_update(no_key=True).values_list("state", "edition").get(pk=meeting.pk)
    if stored != (meeting.state, meeting.edition):
        raise Conflict
    return meeting


@joined
def happen(meeting: Meeting, happening: Happening, *, by: Actor, at: datetime) -> None:
    """Apply the event: one ledger entry, one more edition."""
    hold(meeting)
    changes = {**happening.changes, "edition": meeting.edition + 1, "changed_at": at}
    step = ledger.Move(
        happening.to, happening.event, changes=changes, noted={"meeting": meeting.pk, **happening.noted},
        rulebook_version=meeting.rulebook_version,
    )  # fmt: skip
    ledger.move(meeting, step, by=by, at=at)


def note(meeting: Meeting, event: str, noted: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    """Write an entry about something that belongs to the meeting but leaves its edition: an arrival, a line of
    minutes."""
    ledger.append(
        ledger.Draft(
            chain=meeting.ledger_chain, verb=event, by=by, at=at, subject_kind="meetings.Meeting",
            subject_id=meeting.pk, after={"meeting": meeting.pk, **noted}, rulebook_version=meeting.rulebook_version,
        )
    )  # fmt: skip


def check_state(meeting: Meeting, states: Collection[str]) -> None:
    """Raises NotAllowed unless the meeting is in one of these states."""
    if meeting.state in states:
        return
    raise NotAllowed(_("This is not possible now: it is “%(old)s”.") % {"old": meeting.get_state_display()})
