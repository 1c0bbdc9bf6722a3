"""Investigation records: questions to somebody outside a session, and the answers as given."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Case, Inquiry, Party
from firstdesk.mediation.services.kernel import Happening, happen
from firstdesk.mediation.states import BEFORE_AGREEMENT


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An inquiry: a party or another named person, where, when, questions and answers."""

    party: Party | None = None
    name: str = ""
    capacity: str
    place: str
    talk: Sequence[tuple[str, str]]  # question, answer
    is_read_over: bool
    asked_at: datetime


@transaction.atomic
def inquire(case: Case, asked: Asked, *, by: Actor, at: datetime) -> Inquiry:
    """Record an inquiry. It never changes; errors are corrected by a further one."""
    if case.state not in BEFORE_AGREEMENT:
        raise NotAllowed(_("Somebody is asked before there is an agreement; this mediation is agreed or over."))
    _check(asked, at)
    talk = [[question.strip(), answer.strip()] for question, answer in asked.talk if question.strip() or answer.strip()]
    row = Inquiry.objects.create(
        case=case, party=asked.party, name="" if asked.party else asked.name.strip(), capacity=asked.capacity.strip()[:60],
        place=asked.place.strip()[:120], talk=json.dumps(talk, ensure_ascii=False), is_read_over=asked.is_read_over,
        asked_at=asked.asked_at, asked_by_id=by.by_id,
    )  # fmt: skip
    noted = {"inquiry": row.pk, "party": asked.party.no if asked.party else None, "questions": len(talk)}
    happen(case, Happening("mediation.inquired", noted=noted), by=by, at=at)
    return row


def _check(asked: Asked, at: datetime) -> None:
    if asked.party is None and not asked.name.strip():
        raise at_field("name", _("Choose the party, or write the name of who was asked."))
    if not asked.capacity.strip():
        raise at_field("capacity", _("Write as what they were asked: party, neighbour, witness, expert."))
    if not asked.place.strip():
        raise at_field("place", _("Write where they were asked."))
    if asked.asked_at > at:
        raise at_field("asked_at", _("This moment has not come yet."))
    if not any(question.strip() and answer.strip() for question, answer in asked.talk):
        raise at_field("talk", _("Write at least one question with its answer."))
    if any(bool(question.strip()) != bool(answer.strip()) for question, answer in asked.talk):
        raise at_field("talk", _("Each question has its answer; “would not say” is one."))
