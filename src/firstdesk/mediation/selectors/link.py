"""What a party sees behind their own link: their case, what they said, their documents. Of others, only name and
claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from firstdesk.common import clock as walls
from firstdesk.mediation import states
from firstdesk.mediation.models import (
    Agreement,
    Challenge,
    Confirmation,
    Consent,
    Copy,
    Exhibit,
    Mediator,
    Party,
    PartyLink,
    Promise,
    Seat,
    Session,
    Told,
)
from firstdesk.mediation.models import Case as MediationCase
from firstdesk.mediation.selectors import after, case, outcome
from firstdesk.mediation.selectors.court import COURTS
from firstdesk.mediation.selectors.papers.own import OwnPaper, own_papers
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState

About = Consent.About
FULL = "case__matter__centre", "case__centre"


def by_token(token: str) -> PartyLink:
    """The link with its party and case. Raises Http404 for an unknown token."""
    rows = PartyLink.objects.select_related("party", *(f"party__{name}" for name in FULL))
    found = rows.filter(token=token).first()
    if found is None:
        raise Http404
    return found


def current(party: Party) -> PartyLink | None:
    """The party's valid link; None where there is none."""
    return PartyLink.objects.filter(party=party, is_ended=False).select_related("party").first()


def choosable(found: MediationCase, at: datetime) -> list[Mediator]:
    """Mediators on the register today. The party reads their name, role and introduction, nothing else."""
    today = walls.local(at).date()
    rows = Mediator.objects.filter(committee__unit__in=case.units_around(found), from_day__lte=today, to_day__gte=today)
    return list(rows.select_related("user").order_by("committee", "pk"))


def choices(found: MediationCase) -> dict[int, int]:
    """Each party's preferred mediator, by their last word: party id → mediator id."""
    rows = Consent.objects.filter(party__case=found, about=About.CHOICE, is_given=True).order_by("said_at", "pk")
    return dict(rows.values_list("party_id", "subject"))


def confirmation(party: Party, agreement: int = 0) -> Confirmation | None:
    """The joint court application of this agreement, or of the newest with one; None where there is none."""
    rows = Confirmation.objects.select_related("agreement").filter(agreement__case=party.case_id)
    rows = rows.filter(agreement=agreement) if agreement else rows
    return rows.exclude(state=states.ConfirmationState.DROPPED).order_by("-pk").first()


@dataclass(frozen=True)
class Agreed:
    """An agreement in effect as this party sees it: promises of each side, the party's copy, court confirmation."""

    agreement: Agreement
    party: Party
    owes: Sequence[Promise]
    is_owed: Sequence[Promise]
    copies: Sequence[Copy]
    confirmation: Confirmation | None
    until: datetime
    court_due: datetime | None  # by when the court takes it on, or decides

    @property
    def has_joined(self) -> bool:
        """Whether the party joined the application to the court."""
        return self.confirmation is not None and self.party.no in self.confirmation.joined

    @property
    def may_join(self) -> bool:
        """Whether the party can still join it."""
        row = self.confirmation
        return row is not None and row.state == states.ConfirmationState.PREPARED and not self.has_joined


@dataclass(frozen=True)
class SeatLine:
    """A mediator as shown to the parties."""

    seat: Seat
    word: bool | None  # what this party said about them
    is_challenged: bool
    is_asked: bool  # whether the party is asked about them


@dataclass(frozen=True)
class Desk:
    """Context of a party's own page."""

    party: Party
    case: MediationCase
    others: Sequence[Party]
    sessions: Sequence[Session]
    seats: Sequence[SeatLine]
    register: Sequence[Mediator]
    chosen: int | None
    willing: bool | None
    is_open: bool | None
    knows_rights: bool
    exhibits: Sequence[Exhibit]
    agreed: Sequence[Agreed]
    papers: Sequence[OwnPaper]

    @property
    def may_speak(self) -> bool:
        """Whether the page still asks the party anything."""
        return self.case.state in states.BEFORE_AGREEMENT

    @property
    def may_hand_in(self) -> bool:
        """Whether evidence is taken: of the dispute, and later of what was performed."""
        return self.may_speak or self.case.state in states.PERFORMING


def desk(party: Party, at: datetime) -> Desk:
    """The page of one party."""
    found = party.case
    return Desk(
        party=party,
        case=found,
        others=list(Party.objects.filter(case=found).exclude(pk=party.pk).order_by("side", "no")),
        sessions=sessions(party),
        seats=_seats(party),
        register=choosable(found, at) if found.state in states.BEFORE_AGREEMENT else [],
        chosen=choices(found).get(party.pk),
        willing=case.last_words(found, About.MEDIATION).get(party.pk),
        is_open=case.last_words(found, About.OPEN).get(party.pk),
        knows_rights=Told.objects.filter(party=party).exists(),
        exhibits=list(handed_in(party)),
        agreed=agreements(party),
        papers=own_papers(party),
    )  # fmt: skip


def handed_in(party: Party) -> QuerySet[Exhibit]:
    """What this party handed in, in order."""
    return Exhibit.objects.filter(case=party.case_id, party=party).select_related("file").order_by("no")


def agreements(party: Party) -> list[Agreed]:
    """Agreements in effect between the parties, newest first."""
    rows = Agreement.objects.filter(case=party.case_id, state=states.AgreementState.EFFECTIVE).order_by("-pk")
    return [_agreed(row, party) for row in rows.select_related("case__matter__centre")]


def _agreed(row: Agreement, party: Party) -> Agreed:
    clocks = Clock.objects.filter(matter_id=row.case.matter_id, part=row.part, code__in=COURTS)
    running = clocks.exclude(state=ClockState.STOPPED).first()
    rows = Promise.objects.filter(term__agreement=row).select_related("term__debtor", "term__creditor")
    promises = list(rows.order_by("due_on", "term__no", "no"))
    return Agreed(
        row,
        party,
        [each for each in promises if each.term.debtor_id == party.pk],
        [each for each in promises if each.term.creditor_id == party.pk],
        list(Copy.objects.filter(agreement=row, party=party).select_related("agreement", "file")),
        confirmation(party, row.pk),
        after.window_until(row),
        running.due_at if running else None,
    )


def sessions(party: Party) -> list[Session]:
    """Sessions of the party's case with their places, without cancelled ones."""
    own = [each for each in outcome.sessions(party.case) if each.state != states.SessionState.CANCELLED]
    rows = Session.objects.filter(pk__in=[each.pk for each in own]).select_related("room__centre", "lead__centre")
    return sorted(rows, key=lambda session: (session.period.lower, session.pk))


def _seats(party: Party) -> list[SeatLine]:
    challenged = set(Challenge.objects.filter(party=party, decided_at=None).values_list("seat_id", flat=True))
    is_before, late = party.case.state in states.BEFORE_AGREEMENT, case.late_seats(party.case)
    return [
        SeatLine(seat, _word(seat, party), seat.pk in challenged, is_before or seat.pk in late)
        for seat in case.seats(party.case)
    ]


def _word(seat: Seat, party: Party) -> bool | None:
    return case.last_words(party.case, About.MEDIATOR, seat.pk).get(party.pk)
