"""A simple dispute settled on the spot: one verb runs the session from opening to oral agreement. Every legal step is
required as in a long session; if anything is missing, nothing is kept."""

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
from firstdesk.mediation.services.room import Arrangement, Present, Reading, Said
from firstdesk.mediation.states import SESSION_OPEN
from firstdesk.mediation.terms import Clause

LASTS = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Spot:
    """What happened on the spot, as entered on one page."""

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
    """Run the whole session. Raises Refusal naming what is missing, and then keeps nothing."""
    if not case.is_on_the_spot or case.grade != "ordinary":
        raise NotAllowed(_("Only a simple dispute, taken on as one to be settled on the spot, goes this short way."))
    if Session.objects.filter(lead=case, state__in=sorted(SESSION_OPEN)).exists():
        raise NotAllowed(_("A session of this case is arranged or running: go on there."))
    session = room.arrange(case, Arrangement(begins=at, ends=at + LASTS, place=spot.place), by=by, at=at)
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
    """Complete every step before the outcome, in order, with its evidence."""
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
    """Show the exhibits, with each party's position."""
    for exhibit in Exhibit.objects.filter(case=session.lead_id, no__in=sorted(spot.shown)).order_by("no"):
        room.show(session, exhibit, spot.shown[exhibit.no], by=by, at=at)


def _read(session: Session, spot: Spot, *, by: Actor, at: datetime) -> None:
    """Read the record over to each party, who signs or says why not."""
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
