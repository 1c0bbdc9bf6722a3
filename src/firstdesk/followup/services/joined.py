"""Who reported the same as another matter is told what came of it there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, Refusal, at_field
from firstdesk.followup import policies
from firstdesk.followup.models import NotTold, Reply
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Step, advance
from firstdesk.matters.states import State


@transaction.atomic
def tell_joined(matter: Matter, kept: Matter, *, way: str, text: str, by: Actor, at: datetime) -> Reply:
    """Keep what the person of a joined report was told by those who answered the one it was joined to, in words of their
    own; the follow page shows it."""
    _check(matter, kept, by)
    if way not in Reply.Way.values or not text.strip():
        raise Refusal(_("Write what the person was told and by which way."))
    said = Reply.objects.create(matter=matter, way=way, text=text.strip(), replied_at=at, replied_by_id=by.by_id)
    advance(matter, Step(None, "matter.joined_told", noted={"way": way, "reply": said.pk}), by=by, at=at)
    return said


@transaction.atomic
def note_not_told(matter: Matter, kept: Matter, *, reason: str, by: Actor, at: datetime) -> NotTold:
    """Note why the person of a joined report was not told; whoever closes the other matter needs the one or the other."""
    _check(matter, kept, by)
    if not reason.strip():
        raise at_field("text", _("Say why the person was not told."))
    note = NotTold.objects.create(matter=matter, reason=reason.strip(), noted_at=at, noted_by_id=by.by_id)
    advance(matter, Step(None, "matter.joined_not_told", noted={"note": note.pk}), by=by, at=at)
    return note


def _check(matter: Matter, kept: Matter, by: Actor) -> None:
    policies.check_speaks(by, kept)
    if matter.state != State.DUPLICATE:
        raise NotAllowed(_("%(number)s is answered by itself.") % {"number": matter.number})
