"""An answer that is written down and sent in one go: the words kept are the words sent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import at_field
from firstdesk.directory.scope import Acting
from firstdesk.files.models import File
from firstdesk.followup import services as followup
from firstdesk.followup.models import Reply
from firstdesk.intake.models import Party
from firstdesk.matters.models import Matter, Urgency
from firstdesk.notices.services import Outgoing, send_out
from firstdesk.notices.wording import check_complete
from firstdesk.workbench.selectors.wordings import addressees


@dataclass(frozen=True)
class Answer:
    """What is said, by which way, and to whom by text message too."""

    text: str
    way: str
    template: str = ""  # "reply.settled@3"
    to: Collection[int] = ()  # parties
    files: Sequence[File] = ()  # the person finds them on their page


@transaction.atomic
def answer(matter: Matter, given: Answer, *, by: Acting, at: datetime) -> Reply:
    """Answer the person (`followup.reply`), and put the same words on their way, all or none."""
    check_complete(given.text)
    allowed = {each.party_id for each in addressees(matter, by)}
    if set(given.to) - allowed:
        raise at_field("to", _("This person cannot be sent a text message; reload the page."))
    reply = followup.reply(matter, way=given.way, text=given.text, by=by.actor, at=at, files=given.files)
    for party in Party.objects.filter(matter=matter, pk__in=set(given.to)):
        outgoing = Outgoing(
            key=f"reply:{reply.pk}",
            way="sms",
            to_address=party.phone,
            text=reply.text,
            template=given.template,
            matter_id=matter.pk,
            label=matter.number,
            unit_id=matter.centre_id,
            by_id=by.user.pk,
            urgent=matter.urgency == Urgency.URGENT,
        )
        send_out(outgoing, at=at)
    return reply
