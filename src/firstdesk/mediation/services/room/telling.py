"""Invitations by SMS or mail: sent through the outbox with the appointment, and recorded as told."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from firstdesk.common import clock as walls
from firstdesk.common.language import lang
from firstdesk.common.refusals import NotAllowed, Refusal, at_field
from firstdesk.ledger.actors import Actor
from firstdesk.mediation import calendar
from firstdesk.mediation.models import Case, Invitation, Party, Session
from firstdesk.mediation.selectors.case import phone_of
from firstdesk.mediation.selectors.room import called_off, untold
from firstdesk.mediation.selectors.rooms import place_of
from firstdesk.mediation.services.giving import link_to
from firstdesk.mediation.services.kernel import Happening, happen
from firstdesk.mediation.services.messages import values_of, words_of
from firstdesk.mediation.services.room.preparing import Notification, cancel, invite, note_told
from firstdesk.mediation.states import SessionState
from firstdesk.notices.services import Outgoing, send_out
from firstdesk.notices.services.outbox import normalised
from firstdesk.notices.wording import fill

INVITATION, CALLED_OFF = "mediation.invitation", "mediation.called_off"
OWN = "{查询网址}"
LINKS = (OWN, "{link}")
SENT = {Invitation.Way.SMS: "sms", Invitation.Way.MAIL: "mail"}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """An invitation to send: text, way, and address (empty: the number the party gave)."""

    way: str
    text: str
    to_address: str = ""


def wording(session: Session) -> str:
    """The wording: time, place, procedure and points to note; nothing about the dispute, no names. The link placeholder
    stays open and is filled for each party when sent."""
    values = {**_values(session, lang()), "link": OWN if lang() != "en" else "{link}"}
    return fill(words_of(session.lead, INVITATION).text(lang()), values)


def _values(session: Session, language: str) -> dict[str, str]:
    begins, ends = walls.local(session.period.lower), walls.local(session.period.upper)
    return {
        **values_of(session.lead),
        "session": str(session.no),
        "day": f"{begins:%Y-%m-%d}" if language == "en" else f"{begins.year}年{begins.month}月{begins.day}日",
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "place": place_of(session),
    }


def for_party(case: Case, party: Party, text: str, *, by: Actor, at: datetime) -> str:
    """The text with the party's own link, where it has the placeholder and parties can reach the installation."""
    if not any(place in text for place in LINKS):
        return text
    address = link_to(case, party, by=by, at=at)
    for place in LINKS:
        text = text.replace(place, address)
    return text.strip()


@transaction.atomic
def send_invitation(session: Session, party: Party, letter: Letter, *, by: Actor, at: datetime) -> Invitation:
    """Send the invitation and record that the party was told. Raises Refusal where the address is missing or cannot be
    right."""
    address = letter.to_address.strip() or (phone_of(party, at) if letter.way == Invitation.Way.SMS else "")
    if not address:
        raise at_field(
            "to_address",
            _("No address is known to which it could be sent. Write it here, or tell the party another way."),
        )
    is_mail = letter.way == Invitation.Way.MAIL
    normalised(SENT[Invitation.Way(letter.way)], address)
    text = for_party(session.lead, party, letter.text, by=by, at=at)
    subject = _("Invitation to mediation %(number)s") % {"number": session.lead.number}
    message = Outgoing(
        key=f"mediation:{session.pk}:{party.pk}:{session.arranged_at.isoformat()}",
        way=SENT[Invitation.Way(letter.way)], to_address=address, text=text, subject=subject if is_mail else "",
        template=words_of(session.lead, INVITATION).name,
        calendar=calendar.appointment(session, at).decode() if is_mail else "", **_about(session, by),
    )  # fmt: skip
    delivery = send_out(message, at=at)
    return invite(session, party, Notification(way=letter.way, text=text, delivery=delivery), by=by, at=at)


def _about(session: Session, by: Actor) -> dict[str, Any]:
    lead = session.lead
    return {
        "kind": "mediation", "matter_id": lead.matter_id, "label": lead.number, "unit_id": lead.centre_id,
        "by_id": by.person_id,
    }  # fmt: skip


@transaction.atomic
def call_off(session: Session, *, by: Actor, at: datetime) -> Session:
    """Cancel the session and write to everybody who was written to; staff tell the others."""
    cancel(session, by=by, at=at)
    write_off(session, by=by, at=at)
    return session


def write_off(session: Session, *, by: Actor, at: datetime) -> None:
    """Part of the verbs that cancel a session: write to the address each invitation went to; a mail removes the
    appointment."""
    rows = Invitation.objects.filter(session=session, delivery__isnull=False).select_related("delivery").order_by("pk")
    words = words_of(session.lead, CALLED_OFF)
    for row in {row.party_id: row for row in rows}.values():
        assert row.delivery is not None
        is_mail = row.delivery.way == "mail"
        subject = _("Mediation %(number)s: the session is called off") % {"number": session.lead.number}
        message = Outgoing(
            key=called_off(session, row.party_id), way=row.delivery.way, to_address=row.delivery.address,
            text=fill(words.text("zh"), _values(session, "zh")), subject=subject if is_mail else "", template=words.name,
            calendar=calendar.appointment(session, at).decode() if is_mail else "", **_about(session, by),
        )  # fmt: skip
        with suppress(Refusal):  # the way was closed meanwhile: the page still says who is to be told
            send_out(message, at=at)


@transaction.atomic
def tell_off(session: Session, party: Party, word: Notification, *, by: Actor, at: datetime) -> Invitation:
    """A party heard by word or letter that the session is called off; `word` says how, the text is the centre's own."""
    if party.pk not in {row.party_id for row in untold(session, at)} or session.state != SessionState.CANCELLED:
        raise NotAllowed(_("This party need not be told: the session stands, is over, or they know already."))
    text = without_link(fill(words_of(session.lead, CALLED_OFF).text(lang()), _values(session, lang())))
    row = note_told(session, party, replace(word, text=text), is_off=True, by=by, at=at)
    noted = {"session": session.no, "party": party.no}
    happen(session.lead, Happening("mediation.told_off", noted=noted), by=by, at=at)
    return row


@transaction.atomic
def tell(session: Session, party: Party, word: Notification, *, by: Actor, at: datetime) -> Invitation:
    """Record that a party was told in person or on paper. On paper and on the party's page the text contains the
    party's link; what was said aloud contains none."""
    is_written = word.way in {Invitation.Way.LETTER, Invitation.Way.LINK}
    text = for_party(session.lead, party, word.text, by=by, at=at) if is_written else without_link(word.text)
    return invite(session, party, replace(word, text=text), by=by, at=at)


def without_link(text: str) -> str:
    """The text without the link placeholder."""
    for place in LINKS:
        text = text.replace(place, "")
    return text.strip()
