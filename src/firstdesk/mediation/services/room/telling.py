"""An invitation sent by SMS or mail: through the outbox, with the appointment, and entered as told."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from firstdesk.common import clock as walls
from firstdesk.common.refusals import at_field
from firstdesk.ledger.actors import Actor
from firstdesk.mediation import calendar
from firstdesk.mediation.models import Invitation, Party, Session
from firstdesk.mediation.selectors.rooms import place_of
from firstdesk.mediation.services.room.preparing import Word, invite
from firstdesk.notices.services import Outgoing, send_out

SENT = {Invitation.Way.SMS: "sms", Invitation.Way.MAIL: "mail"}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is sent, which way, where to (empty: the number the party gave)."""

    way: str
    text: str
    to_address: str = ""


def wording(session: Session) -> str:
    """Time, place, how it goes and what to note; nothing of the dispute, no names."""
    begins, ends = walls.local(session.period.lower), walls.local(session.period.upper)
    values = {
        "number": session.lead.number,
        "no": session.no,
        "centre": session.lead.centre.name,
        "phone": session.lead.centre.phone or "—",
        "day": f"{begins:%Y-%m-%d}",
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "place": place_of(session),
    }
    return (
        _(
            "%(centre)s invites you to mediation %(number)s, session %(no)s: %(day)s, %(begins)s to %(ends)s, at %(place)s. "
            "How it goes: rights and duties are told, each side speaks, evidence is looked at, the law is explained, a way out "
            "is sought. Mediation is free of charge and of free will; you may refuse it or ask for another mediator. Bring your "
            "identity paper and the evidence; who comes for you brings a mandate. Questions, or you cannot come: %(phone)s."
        )
        % values
    )


@transaction.atomic
def send_invitation(session: Session, party: Party, letter: Letter, *, by: Actor, at: datetime) -> Invitation:
    """Send it, and enter that the party was told. Raises Refusal where there is no address or it cannot be right."""
    address = letter.to_address.strip() or (party.phone if letter.way == Invitation.Way.SMS else "")
    if not address:
        raise at_field(
            "to_address",
            _("No address is known to which it could be sent. Write it here, or tell the party another way."),
        )
    is_mail = letter.way == Invitation.Way.MAIL
    subject = _("Invitation to mediation %(number)s") % {"number": session.lead.number}
    delivery = send_out(
        Outgoing(
            key=f"mediation:{session.pk}:{party.pk}:{session.period.lower.isoformat()}",
            way=SENT[Invitation.Way(letter.way)], to_address=address, text=letter.text, kind="mediation",
            subject=subject if is_mail else "", matter_id=session.lead.matter_id, label=session.lead.number,
            unit_id=session.lead.centre_id, by_id=by.person_id,
            calendar=calendar.appointment(session, at).decode() if is_mail else "",
        ),
        at=at,
    )  # fmt: skip
    return invite(session, party, Word(way=letter.way, text=letter.text, delivery=delivery), by=by, at=at)
