"""Somebody rings or stands at the counter. Every contact ends as a report, or with the reason why not (WS-110-07)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal, at_field
from firstdesk.directory.models import Unit
from firstdesk.intake import policies
from firstdesk.intake.models import Contact, Paper
from firstdesk.intake.states import ContactState
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Channel

RINGS = frozenset({Channel.PHONE, Channel.TRANSFER_110, Channel.HOTLINE_12345})
LATE = timedelta(days=3)  # how long ago a report may have been taken that is sent only now
DRAFT_LIMIT = 200_000  # characters of one draft, all fields together


@transaction.atomic
def open_contact(*, centre: Unit, channel: str, by: Actor, at: datetime) -> Contact:
    """Begin on the ring. Whoever does not ring (a visitor, a letter) is answered at once."""
    if channel not in Channel.values:
        raise at_field("channel", _("Choose one of the list."), whole=_("Choose a channel of the list."))
    answered = None if channel in RINGS else at
    contact = Contact.objects.create(
        centre=centre, channel=channel, operator_id=by.by_id, rang_at=at, answered_at=answered
    )
    _record(contact, "contact.opened", {"channel": channel}, by=by, at=at)
    return contact


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A report taken while the centre could not be reached: the page it was typed on gave it a key of its own."""

    key: UUID
    channel: str
    began_at: datetime  # as the page's clock had it


@transaction.atomic
def contact_of_key(taken: Taken, *, centre: Unit, by: Actor, at: datetime) -> Contact:
    """The contact a page opened by itself; however often it is sent, it is one. When the phone rang nobody knows, so
    that no clock of a ring runs."""
    if taken.channel not in Channel.values:
        raise at_field("channel", _("Choose one of the list."), whole=_("Choose a channel of the list."))
    began = min(max(taken.began_at, at - LATE), at)
    contact, is_new = Contact.objects.get_or_create(
        client_key=taken.key,
        defaults={
            "centre": centre, "channel": taken.channel, "operator_id": by.by_id, "rang_at": began, "answered_at": began,
        },
    )  # fmt: skip
    policies.check_centre(contact.centre_id, by)
    if is_new:
        _record(contact, "contact.opened", {"channel": taken.channel, "taken_offline": True}, by=by, at=at)
    return contact


@transaction.atomic
def answer_contact(contact: Contact, *, by: Actor, at: datetime) -> Contact:
    """Pick up: the ring ends, the interview begins, and whoever picks up is the first receiver."""
    policies.check_open(contact)
    policies.check_centre(contact.centre_id, by)
    rows = Contact.objects.filter(pk=contact.pk, state=ContactState.OPEN, answered_at=None)
    if rows.update(answered_at=at, operator_id=by.by_id) != 1:
        raise Conflict(_("Somebody else has answered this contact already."))
    contact.answered_at, contact.operator_id = at, by.by_id
    _record(contact, "contact.answered", {"waited_seconds": int((at - contact.rang_at).total_seconds())}, by=by, at=at)
    return contact


@transaction.atomic
def save_draft(contact: Contact, *, draft: Mapping[str, object], by: Actor, at: datetime) -> Contact:
    """Keep what is typed so far. No entry in the record: a draft is nothing yet, and it goes when the contact ends."""
    policies.check_open(contact)
    policies.check_centre(contact.centre_id, by)
    if sum(len(str(value)) for value in draft.values()) > DRAFT_LIMIT:
        raise Refusal(_("The text is longer than %(limit)s characters.") % {"limit": DRAFT_LIMIT})
    if Contact.objects.filter(pk=contact.pk, state=ContactState.OPEN).update(draft=dict(draft)) != 1:
        raise Conflict(_("This contact has been ended meanwhile; what is typed now is not kept."))
    contact.draft = dict(draft)
    return contact


@transaction.atomic
def note_recognised(contact: Contact, *, matters: int, by: Actor, at: datetime) -> None:
    """The number of whoever calls was looked for, and matters of the same number were shown."""
    _record(contact, "contact.recognised", {"matters": matters}, by=by, at=at)


@transaction.atomic
def drop_contact(contact: Contact, *, reason: str, by: Actor, at: datetime) -> Contact:
    """End without a report: a wrong number, silence, a test call. The reason stays; the draft goes."""
    policies.check_centre(contact.centre_id, by)
    if not reason.strip():
        raise at_field("reason", _("Give the reason."), clauses=("WS-110-07",), whole=_("Say why there is no report."))
    end(contact, ContactState.DROPPED, reason=reason.strip(), by=by, at=at)
    Paper.objects.filter(contact=contact).delete()  # files no report came of go, as the text does
    return contact


def end(contact: Contact, to: ContactState, *, reason: str = "", by: Actor, at: datetime) -> None:
    """Move a contact to its end and empty its draft. Raises NotAllowed or Conflict where it has ended already."""
    if contact.state != ContactState.OPEN:
        raise NotAllowed(_("This contact has ended already: “%(state)s”.") % {"state": contact.get_state_display()})
    changes: dict[str, object] = {"ended_at": at, "draft": {}}
    if to == ContactState.DROPPED:
        changes["drop_reason"] = reason
    contact.draft = {}  # what was typed is not copied into the record
    ledger.move(contact, ledger.Move(to=to, verb=f"contact.{to}", reason=reason, changes=changes), by=by, at=at)


def _record(contact: Contact, verb: str, after: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    draft = ledger.Draft(
        chain=contact.ledger_chain, verb=verb, by=by, at=at, subject_kind=contact._meta.label, subject_id=contact.pk,
        after=after,
    )  # fmt: skip
    ledger.append(draft)
