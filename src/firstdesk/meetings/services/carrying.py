"""Carrying out resolutions: progress, done, reopened, or dropped by a later meeting."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Conflict, Text, at_field
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.meetings import policies
from firstdesk.meetings.models import Resolution
from firstdesk.meetings.states import ResolutionState, Turn


@dataclass(frozen=True)
class _Told:
    """A turn's ledger verb, its new state, and what is asked when no words were given."""

    event: str
    to: str | None
    ask: Text


TURNS = {
    Turn.PROGRESS: _Told("meeting.resolution_progressed", None, _("Say how far it is, and what is in the way.")),
    Turn.DONE: _Told("meeting.resolution_done", ResolutionState.DONE, _("Say what was done, and where that can be seen.")),
    Turn.REOPENED: _Told("meeting.resolution_reopened", ResolutionState.OPEN, _("Say what is still missing.")),
    Turn.DROPPED: _Told(
        "meeting.resolution_dropped", ResolutionState.DROPPED, _("Say why it need not be done any more.")
    ),
}  # fmt: skip


@transaction.atomic
def carry(row: Resolution, turn: Turn, words: str, *, by: Actor, at: datetime) -> Resolution:
    """Take one turn, with words. The words stay on the row; the ledger records the turn, not the words."""
    told = TURNS[turn]
    if not words.strip():
        raise at_field("words", told.ask)
    policies.check_turn(row, turn)
    stored = Resolution.objects.select_for_update(no_key=True).values_list("state", "edition").get(pk=row.pk)
    if stored != (row.state, row.edition):
        raise Conflict
    row.words, row.said_at, row.said_by_id = words.strip()[:500], at, by.by_id
    said = {"words": row.words, "said_at": at, "said_by": row.said_by_id}
    Resolution.objects.filter(pk=row.pk).update(**said)
    is_open = told.to in {None, ResolutionState.OPEN}
    changes = {
        "settled_at": None if is_open else at, "settled_by_id": None if is_open else by.by_id,
        "edition": row.edition + 1,
    }  # fmt: skip
    noted = {"meeting": row.meeting_id, "no": row.no}
    ledger.move(row, ledger.Move(told.to, told.event, changes=changes, noted=noted), by=by, at=at)
    return row
