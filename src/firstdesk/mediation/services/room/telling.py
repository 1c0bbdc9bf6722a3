"""An invitation sent by SMS or mail: through the outbox, with the appointment, and entered as told."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from firstdesk.common import clock as walls
from firstdesk.common.language import lang
from firstdesk.common.refusals import at_field
from firstdesk.ledger.actors import Actor
from firstdesk.mediation import calendar
from firstdesk.mediation.models import Case, Invitation, Party, Session
from firstdesk.mediation.selectors.rooms import place_of
from firstdesk.mediation.services.giving import link_to
from firstdesk.mediation.services.messages import values_of, words_of
from firstdesk.mediation.services.room.preparing import Word, invite
from firstdesk.notices.services import Outgoing, send_out
from firstdesk.notices.services.outbox import normalised
from firstdesk.notices.wording import fill

INVITATION = "mediation.invitation"
OWN = "{查询网址}"
LINKS = (OWN, "{link}")
SENT = {Invitation.Way.SMS: "sms", Invitation.Way.MAIL: "mail"}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is sent, which way, where to (empty: the number the party gave)."""

    way: str
    text: str
    to_address: str = ""


def wording(session: Session) -> str:
    """Time, place, how it goes and what to note; nothing of the dispute, no names. The place of the link stays open: each
    party has their own, put in when it is sent."""
    begins, ends = walls.local(session.period.lower), walls.local(session.period.upper)
    case = session.lead
    zh = lang() != "en"
    values = {
        **values_of(case),
        "session": str(session.no),
        "day": f"{begins.year}年{begins.month}月{begins.day}日" if zh else f"{begins:%Y-%m-%d}",
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "place": place_of(session),
        "link": OWN if zh else "{link}",
    }
    return fill(words_of(case, INVITATION).text(lang()), values)


def for_party(case: Case, party: Party, text: str, *, by: Actor, at: datetime) -> str:
    """The text with the party's own link, where it has a place for one and parties can open it."""
    if not any(place in text for place in LINKS):
        return text
    address = link_to(case, party, by=by, at=at)
    for place in LINKS:
        text = text.replace(place, address)
    return text.strip()


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
    normalised(SENT[Invitation.Way(letter.way)], address)
    text = for_party(session.lead, party, letter.text, by=by, at=at)
    subject = _("Invitation to mediation %(number)s") % {"number": session.lead.number}
    delivery = send_out(
        Outgoing(
            key=f"mediation:{session.pk}:{party.pk}:{session.period.lower.isoformat()}",
            way=SENT[Invitation.Way(letter.way)], to_address=address, text=text, kind="mediation",
            subject=subject if is_mail else "", matter_id=session.lead.matter_id, label=session.lead.number,
            unit_id=session.lead.centre_id, by_id=by.person_id,
            template=words_of(session.lead, INVITATION).name,
            calendar=calendar.appointment(session, at).decode() if is_mail else "",
        ),
        at=at,
    )  # fmt: skip
    return invite(session, party, Word(way=letter.way, text=text, delivery=delivery), by=by, at=at)


@transaction.atomic
def tell(session: Session, party: Party, word: Word, *, by: Actor, at: datetime) -> Invitation:
    """Told by somebody's own mouth or hand. On paper and on the party's page stands the party's own link; whoever was told
    by word has none in what they were told."""
    is_written = word.way in {Invitation.Way.LETTER, Invitation.Way.LINK}
    text = for_party(session.lead, party, word.text, by=by, at=at) if is_written else without_link(word.text)
    return invite(session, party, replace(word, text=text), by=by, at=at)


def without_link(text: str) -> str:
    """The words without the place of the link."""
    for place in LINKS:
        text = text.replace(place, "")
    return text.strip()
