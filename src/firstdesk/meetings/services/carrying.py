"""A resolution is carried out: done, not done after all, or dropped by a later meeting."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.meetings.models import AgendaItem, Resolution
from firstdesk.meetings.states import OVER, WRITTEN, ResolutionState


@transaction.atomic
def finish(row: Resolution, words: str, *, by: Actor, at: datetime) -> Resolution:
    """It is done; the words say what was done."""
    if not words.strip():
        raise at_field("words", _("Say what was done, and where that can be seen."))
    _check_over(row)
    return _move(row, ResolutionState.DONE, "meeting.resolution_done", words, by=by, at=at)


@transaction.atomic
def reopen(row: Resolution, words: str, *, by: Actor, at: datetime) -> Resolution:
    """It is not done after all: it comes back."""
    if not words.strip():
        raise at_field("words", _("Say what is still missing."))
    return _move(row, ResolutionState.OPEN, "meeting.resolution_reopened", words, by=by, at=at)


@transaction.atomic
def drop_resolution(row: Resolution, words: str, *, by: Actor, at: datetime) -> Resolution:
    """A later meeting drops it: it stood on that agenda, and that meeting is being held."""
    if not words.strip():
        raise at_field("words", _("Say why it need not be done any more."))
    _check_over(row)
    later = AgendaItem.objects.filter(resolution=row, meeting__state__in=sorted(WRITTEN))
    if not later.exists():
        raise NotAllowed(
            _("Only a later meeting drops a resolution: while it is held, with the resolution on its agenda.")
        )
    return _move(row, ResolutionState.DROPPED, "meeting.resolution_dropped", words, by=by, at=at)


def _check_over(row: Resolution) -> None:
    if row.meeting.state not in OVER:
        raise NotAllowed(_("Its meeting is not over yet."))


def _move(row: Resolution, to: str, event: str, words: str, *, by: Actor, at: datetime) -> Resolution:
    """The words stand on the row; the record says that, not what."""
    is_open = to == ResolutionState.OPEN
    row.words = words.strip()[:500]
    Resolution.objects.filter(pk=row.pk).update(words=row.words)
    changes = {
        "settled_at": None if is_open else at, "settled_by_id": None if is_open else by.by_id,
        "edition": row.edition + 1,
    }  # fmt: skip
    noted = {"meeting": row.meeting_id, "no": row.no}
    ledger.move(row, ledger.Move(to, event, changes=changes, noted=noted), by=by, at=at)
    return row
