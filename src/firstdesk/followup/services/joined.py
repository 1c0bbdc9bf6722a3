"""Who reported the same as another matter is told what came of it there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.followup import policies
from firstdesk.followup.models import Reply
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State


@transaction.atomic
def tell_joined(matter: Matter, kept: Matter, *, way: str, text: str, by: Actor, at: datetime) -> Reply:
    """Keep what the person of a joined report was told by those who answered the one it was joined to, in words of their
    own; the follow page shows it."""
    policies.check_speaks(by, kept)
    if matter.state != State.DUPLICATE:
        raise NotAllowed(_("%(number)s is answered by itself.") % {"number": matter.number})
    if way not in Reply.Way.values or not text.strip():
        raise Refusal(_("Write what the person was told and by which way."))
    said = Reply.objects.create(matter=matter, way=way, text=text.strip(), replied_at=at, replied_by_id=by.by_id)
    ledger.append(
        ledger.Draft(
            chain=matter.ledger_chain, verb="matter.joined_told", by=by, at=at, subject_kind=Matter._meta.label,
            subject_id=matter.pk, after={"way": way, "reply": said.pk},
        )
    )  # fmt: skip
    return said
