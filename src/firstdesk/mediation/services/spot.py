"""A simple dispute settled where it arose: the session from its first word to the oral agreement in one go. Every step
the law asks for is demanded here as in a long session; what is missing undoes the whole."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Agreement, Case, Consent, Exhibit, Party, Session
from firstdesk.mediation.selectors import outcome as found
from firstdesk.mediation.selectors import room as table
from firstdesk.mediation.services import outcome, room
from firstdesk.mediation.services.case import Word, consent
from firstdesk.mediation.services.outcome import Text
from firstdesk.mediation.services.room import Meeting, Present, Reading, Said
from firstdesk.mediation.states import SESSION_OPEN
from firstdesk.mediation.terms import Clause

LASTS = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Spot:
    """What happened on the spot, as the one page takes it down."""

    place: str
    present: Present
    told: Sequence[Party]  # rights told, and each said they understood
    said: Mapping[int, str]  # party's key → what they said
    law: str
    article: str
    gist: str
    ticks: Collection[str]  # what the mediator says was done
    text: Text
    clauses: Sequence[Clause]
    is_lawful: bool
    chose_oral: Sequence[Party]
    confirmed_by: Sequence[Party]
    readings: Mapping[int, Reading] = field(default_factory=dict)  # party's key → how they signed the record
    shown: Mapping[int, Mapping[int, str]] = field(
        default_factory=dict
    )  # exhibit's number → party's number → what it said


@transaction.atomic
def settle(case: Case, spot: Spot, *, by: Actor, at: datetime) -> Agreement:
    """Open, tell, hear, explain, agree, read over, end. Raises Refusal with what is missing; then nothing is kept."""
    if not case.is_on_the_spot or case.grade != "ordinary":
        raise NotAllowed(_("Only a simple dispute, taken on as one to be settled on the spot, goes this short way."))
    if Session.objects.filter(lead=case, state__in=sorted(SESSION_OPEN)).exists():
        raise NotAllowed(_("A session of this case is arranged or running: go on there."))
    session = room.arrange(case, Meeting(begins=at, ends=at + LASTS, place=spot.place), by=by, at=at)
    session.lead = case
    room.open_(session, spot.present, by=by, at=at)
    room.tell_rights(session, spot.told, "spoken", by=by, at=at)
    _walk(session, spot, by=by, at=at)
    for party in spot.chose_oral:
        consent(_of(party, case), Word(about=Consent.About.ORAL, is_given=True), by=by, at=at)
    agreement = outcome.agree_orally(
        case,
        spot.text,
        spot.clauses,
        outcome.Spoken(confirmed_by=spot.confirmed_by, is_lawful=spot.is_lawful),
        by=by,
        at=at,
    )
    session = Session.objects.select_related("lead__matter__centre", "lead__centre").get(pk=session.pk)
    _read(session, spot, by=by, at=at)
    room.step(session, found.OUTCOME, spot.ticks, by=by, at=at)
    room.end(session, "agreed_orally", by=by, at=at)
    return agreement


def _walk(session: Session, spot: Spot, *, by: Actor, at: datetime) -> None:
    """Every step before the outcome, in its order, each with its evidence."""
    for step in found.procedure(session.lead).steps:
        if step.code == found.OUTCOME:
            break
        if step.code == "statements":
            for party in spot.present.parties:
                if text := spot.said.get(party.pk, "").strip():
                    room.say(session, Said(speaker=party, text=text, step=step.code), by=by, at=at)
        if step.code == "evidence":
            _show(session, spot, by=by, at=at)
        if step.code == "law" and spot.law:
            room.cite(session, spot.law, spot.article, spot.gist, by=by, at=at)
        if step.may_skip and not {need.item for need in step.needs} <= set(spot.ticks) | table.evidence(session, at):
            continue  # lawfully left out, on the spot
        room.step(session, step.code, spot.ticks, by=by, at=at)


def _show(session: Session, spot: Spot, *, by: Actor, at: datetime) -> None:
    """Evidence that was on the table: each party accepted or disputed it."""
    for exhibit in Exhibit.objects.filter(case=session.lead_id, no__in=sorted(spot.shown)).order_by("no"):
        room.show(session, exhibit, spot.shown[exhibit.no], by=by, at=at)


def _read(session: Session, spot: Spot, *, by: Actor, at: datetime) -> None:
    """The record is read over to each party, who signs it or says why not."""
    for party in table.parties_at(session):
        reading = spot.readings.get(party.pk)
        if reading is None:
            raise at_field(
                f"reading-{party.pk}", _("Say how %(party)s signed the record, or why not.") % {"party": party.no}
            )
        room.read_over(session, party, reading, by=by, at=at)


def _of(party: Party, case: Case) -> Party:
    party.case = case
    return party
