"""The single door through which a meeting changes: state, edition and record at once."""

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
    """One verb: its new state, the fields that change with it, what the record notes. Never words, never guests."""

    event: str
    to: str | None = None
    changes: Mapping[str, object] = field(default_factory=dict)
    noted: Mapping[str, object] = field(default_factory=dict)


def hold(meeting: Meeting) -> Meeting:
    """Lock it. Raises Conflict where somebody changed it after the caller read it."""
    stored = Meeting.objects.select_for_update(no_key=True).values_list("state", "edition").get(pk=meeting.pk)
    if stored != (meeting.state, meeting.edition):
        raise Conflict
    return meeting


@joined
def happen(meeting: Meeting, happening: Happening, *, by: Actor, at: datetime) -> None:
    """One entry, one more edition."""
    hold(meeting)
    changes = {**happening.changes, "edition": meeting.edition + 1, "changed_at": at}
    step = ledger.Move(
        happening.to, happening.event, changes=changes, noted={"meeting": meeting.pk, **happening.noted},
        rulebook_version=meeting.rulebook_version,
    )  # fmt: skip
    ledger.move(meeting, step, by=by, at=at)


def note(meeting: Meeting, event: str, noted: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    """An entry about something that belongs to the meeting and does not change what its page stands on: somebody came,
    a line was written."""
    ledger.append(
        ledger.Draft(
            chain=meeting.ledger_chain, verb=event, by=by, at=at, subject_kind="meetings.Meeting",
            subject_id=meeting.pk, after={"meeting": meeting.pk, **noted}, rulebook_version=meeting.rulebook_version,
        )
    )  # fmt: skip


def check_state(meeting: Meeting, states: Collection[str]) -> None:
    """Raises NotAllowed where it is in none of them."""
    if meeting.state in states:
        return
    raise NotAllowed(_("This is not possible now: it is “%(old)s”.") % {"old": meeting.get_state_display()})
