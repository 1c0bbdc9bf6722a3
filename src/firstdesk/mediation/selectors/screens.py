"""The parties' screen: no statements, no notes, no full names of parties, no proposal that was not shared."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstdesk.common.language import words
from firstdesk.common.refusals import Text
from firstdesk.mediation.models import Citation, Passage, Presence, Proposal, Session
from firstdesk.mediation.selectors import room, titles
from firstdesk.mediation.selectors.outcome import procedure
from firstdesk.mediation.terms import Clause, load

# People's Mediation Law arts 4, 23, 24, in our own words.
RIGHTS: tuple[Text, ...] = (
    _("Choose a mediator, or accept the one named; ask for another"),
    _("Accept mediation, refuse it, or end it at any time"),
    _("Ask that it be held in the open, or not"),
    _("Say freely what you want; agree only of your own free will"),
)
DUTIES: tuple[Text, ...] = (
    _("Tell truthfully what happened"),
    _("Keep order, respect the mediator"),
    _("Respect the other side's rights"),
)


@dataclass(frozen=True)
class Screen:
    """Everything the screen shows."""

    number: str
    steps: tuple[tuple[str, str], ...]  # title, done|now|later
    sitting: tuple[tuple[str, str], ...]  # title, name: of mediators whole, of parties masked
    rights: tuple[Text, ...]
    duties: tuple[Text, ...]
    citations: tuple[Citation, ...]
    proposal: Proposal | None
    terms: tuple[tuple[Clause, str, str], ...]  # with debtor and creditor by title
    sat: int  # minutes
    at: datetime


def screen(session: Session, at: datetime) -> Screen:
    """The screen of a session."""
    proposal = None
    if session.shared_id is not None and len(room.cases_of(session)) == 1:
        proposal = Proposal.objects.filter(pk=session.shared_id, case=session.lead_id).first()
    citations = Citation.objects.filter(session=session).order_by("pk")
    return Screen(
        session.lead.number, _steps(session), _sitting(session), RIGHTS, DUTIES, tuple(citations), proposal,
        _terms(session, proposal), int(room.sat_for(session, at).total_seconds() // 60), at,
    )  # fmt: skip


def _steps(session: Session) -> tuple[tuple[str, str], ...]:
    done = set(Passage.objects.filter(session__lead=session.lead_id).values_list("step", flat=True))
    found, is_now = [], True
    for step in procedure(session.lead).steps:
        state = "done" if step.code in done else ("now" if is_now else "later")
        is_now = is_now and state == "done"
        found.append((words(step.title), state))
    return tuple(found)


def _sitting(session: Session) -> tuple[tuple[str, str], ...]:
    rows = Presence.objects.filter(session=session, left_at=None).order_by("pk")
    made = []
    for row in rows.select_related("party", "agent__party", "participant", "seat__mediator__user"):
        person = row.party or row.agent or row.participant or row.seat
        assert person is not None
        name = titles.name(person)
        made.append((titles.title(person), name if row.seat_id else titles.masked(name)))
    return tuple(made)


def _terms(session: Session, proposal: Proposal | None) -> tuple[tuple[Clause, str, str], ...]:
    if proposal is None:
        return ()
    names = {party.no: titles.party_title(party) for party in room.parties_at(session)}
    return tuple(
        (clause, names.get(clause.debtor, ""), names.get(clause.creditor, "")) for clause in load(proposal.terms)
    )
