"""Lists and pages of cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from firstdesk.common import clock as walls
from firstdesk.common.language import words
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter
from firstdesk.mediation.models import (
    Agent,
    Case,
    Challenge,
    Consent,
    Exhibit,
    Failure,
    Mediator,
    Participant,
    Party,
    Plan,
    Proposal,
    Seat,
    Session,
)
from firstdesk.mediation.selectors import case as cases
from firstdesk.mediation.selectors import link
from firstdesk.mediation.selectors.reading import leads, readable, readable_by
from firstdesk.mediation.selectors.record import record
from firstdesk.mediation.selectors.titles import party_title
from firstdesk.mediation.states import BEFORE_AGREEMENT, LED, OPEN, CaseState
from firstdesk.notices.ways import masked
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState
from firstdesk.obligations.timing import rule_of
from firstdesk.regulations import selectors as regulations

APPLIES = frozenset({Permission.MEDIATE, Permission.TRIAGE, Permission.HANDLE, Permission.DECIDE})
About = Consent.About


@dataclass(frozen=True)
class Row:
    """One row of the case list, limited to what its reader may know."""

    case: Case
    kind: str
    is_readable: bool
    clock: Clock | None

    @property
    def is_open(self) -> bool:
        """All that others may know of its state."""
        return self.case.state in OPEN


def tab(acting: Acting, asked: str) -> str:
    """Which list is shown: the one asked for, else the person's own cases, or all where they have none."""
    return asked or ("own" if cases.own(acting).filter(state__in=sorted(OPEN)).exists() else "all")


def wanted(acting: Acting, *, show: str, state: str) -> QuerySet[Case]:
    """The person's own cases or all visible ones. `open`: where something is still owed; by one state only what the
    reader may read, since of the others nobody is to learn it."""
    found = cases.own(acting) if show == "own" else cases.may_be_seen(acting)
    if state in CaseState.values:
        return found.filter(readable_by(acting), state=state)
    return found.filter(state__in=sorted(OPEN)) if state == "open" else found


def lines(found: Sequence[Case], acting: Acting, at: datetime) -> list[Row]:
    """List rows for these cases; a constant number of queries per page."""
    clocks: dict[str, Clock] = {}
    running = Clock.objects.filter(matter_id__in=[case.matter_id for case in found]).exclude(state=ClockState.STOPPED)
    for clock in running.filter(part__startswith="case:").order_by("-due_at"):
        clocks[clock.part] = clock
    book, mine = regulations.current(at), readable(found, acting)
    return [
        Row(case, regulations.topic_name(book, case.kind), case.pk in mine, clocks.get(case.part)) for case in found
    ]


@dataclass(frozen=True)
class Timed:
    """A running clock with its name and clauses."""

    clock: Clock
    title: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class PartyLine:
    """A party with their agents and what they said."""

    party: Party
    title: str
    agents: list[Agent]
    over: list[Agent]  # mandates that ended
    is_willing: bool | None
    lacks: str

    @property
    def masked_phone(self) -> str:
        """Enough to recognise it by, for a screen that others look at, too."""
        return masked(self.party.phone)


@dataclass(frozen=True)
class SeatLine:
    """A mediator's seat, and whether every party accepted them despite a tie."""

    seat: Seat
    is_mine: bool
    ties: str
    known: list[str]
    is_challenged: bool
    words: list[tuple[Party, str, bool | None]]  # what each party said to this mediator
    is_late: bool  # named after the last session: the parties are asked anew


def page(case: Case, acting: Acting, at: datetime) -> dict[str, object]:
    """Context of the case page. The view adds the panels of agreement, performance and documents."""
    seats, challenges, late = cases.seats(case), _challenges(case), cases.late_seats(case)
    for seat in seats:
        seat.case = case
    works = leads(case, acting) or any(seat.mediator.user_id == acting.user.pk for seat in seats)
    return {
        "case": case,
        "matter": case.matter,
        "at": at,
        "acting": acting,
        "clocks": [
            Timed(clock, words(rule_of(clock).title), rule_of(clock).clauses) for clock in cases.running_clocks(case)
        ],
        "kind": regulations.topic_name(regulations.current(at), case.kind),
        "parties": party_lines(case, at),
        "participants": _participants(case),
        "seats": [_seat(seat, acting, challenges, is_late=seat.pk in late) for seat in seats],
        **choices(case),
        "gone": list(Seat.objects.filter(case=case, left_at__isnull=False).select_related("mediator__user")),
        "challenges": [(party_title(row.party), row) for row in challenges],
        "plan": Plan.objects.filter(case=case).order_by("-pk").first(),
        "sessions": _sessions(case),
        "exhibits": list(Exhibit.objects.filter(case=case).select_related("party").order_by("no")),
        "proposals": list(Proposal.objects.filter(case=case).select_related("party", "session").order_by("-no")),
        **_failure(case),
        "record": record(case),
        "works": works,
        "leads": leads(case, acting),
        "is_before": case.state in BEFORE_AGREEMENT,
        "is_led": case.state in LED,
        "lacks_lead": case.state in LED - {CaseState.APPLIED} and all(seat.role != Seat.Role.CHAIR for seat in seats),
        "is_running": case.state in BEFORE_AGREEMENT - {CaseState.APPLIED},
        "round": cases.extensions(case),
        "may_extend": bool(cases.extendable(case)),
    }


def outside(case: Case, acting: Acting) -> dict[str, object] | None:
    """What somebody may know of a case they may read no more: whoever took it down, or mediated and left. None for all
    others."""
    seat = (
        Seat.objects.filter(case=case, mediator__user=acting.user, left_at__isnull=False).order_by("-left_at").first()
    )
    if seat is None and case.applied_by_id != acting.user.pk:
        return None
    return {"case": case, "matter": case.matter, "is_open": case.state in OPEN, "seat": seat}


def _failure(case: Case) -> dict[str, object]:
    row = Failure.objects.filter(case=case).select_related("refusing").first()
    names = dict(Failure.Way.choices)
    return {"failure": row, "ways": [str(names.get(way, way)) for way in row.ways_told] if row else []}


def party_lines(case: Case, at: datetime) -> list[PartyLine]:
    """The parties by number, with those who act for them today."""
    said = cases.last_words(case, About.MEDIATION)
    over: dict[int, list[Agent]] = {}
    for agent in cases.expired_mandates(case, at):
        over.setdefault(agent.party_id, []).append(agent)
    return [
        PartyLine(party, party_title(party), agents, over.get(party.pk, []), said.get(party.pk), _lacks(party, agents))
        for party in Party.objects.filter(case=case).order_by("no")
        for agents in [cases.agents_of(party, at)]
    ]


def _lacks(party: Party, agents: list[Agent]) -> str:
    roles = {agent.role for agent in agents}
    if party.capacity != Party.Capacity.FULL and Agent.Role.GUARDIAN not in roles:
        return "guardian"
    return "interpreter" if party.language and Agent.Role.INTERPRETER not in roles else ""


def _challenges(case: Case) -> list[Challenge]:
    rows = Challenge.objects.filter(seat__case=case).select_related("seat__mediator__user", "party", "decided_by")
    return list(rows.order_by("pk"))


def _seat(seat: Seat, acting: Acting, challenges: list[Challenge], *, is_late: bool) -> SeatLine:
    names = dict(Seat.Tie.choices)
    return SeatLine(
        seat,
        seat.mediator.user_id == acting.user.pk,
        "、".join(str(names[tie]) for tie in seat.ties),
        [str(names[tie]) for tie in cases.known_ties(seat)] if seat.declared_at is None else [],
        any(row.seat_id == seat.pk and row.decided_at is None for row in challenges),
        _words(seat),
        is_late,
    )


def _words(seat: Seat) -> list[tuple[Party, str, bool | None]]:
    said = cases.last_words(seat.case, About.MEDIATOR, seat.pk)
    parties = Party.objects.filter(case=seat.case_id).order_by("no")
    return [(party, party_title(party), said.get(party.pk)) for party in parties]


def choices(case: Case) -> dict[str, object]:
    """Each party's preferred mediator, and the one they all chose where they agree (art. 19)."""
    chosen = link.choices(case)
    people = Mediator.objects.select_related("user").in_bulk(set(chosen.values()))
    parties = list(Party.objects.filter(case=case).order_by("no"))
    alike = {chosen.get(party.pk) for party in parties}
    return {
        "choices": [(party_title(party), people[chosen[party.pk]].user) for party in parties if party.pk in chosen],
        "common_choice": next(iter(alike)) if len(alike) == 1 and None not in alike else None,
    }


def _participants(case: Case) -> list[tuple[Participant, bool]]:
    unwelcome = {person.pk for person in cases.unwelcome(case)}
    return [(row, row.pk not in unwelcome) for row in Participant.objects.filter(case=case).order_by("pk")]


def _sessions(case: Case) -> list[Session]:
    own = Session.objects.filter(lead=case) | Session.objects.filter(joined=case)
    return list(own.distinct().select_related("room", "lead").order_by("period"))


def topics(case: Case) -> list[tuple[str, str]]:
    """Questions a party may be asked, as choices: `about:id of the subject` and label."""
    label = dict(About.choices)
    fixed: list[tuple[str, int]] = [(About.OPEN, 0), (About.ORAL, 0), (About.EXTENSION, cases.extensions(case))]
    fixed += [(About.JOINT, 0)] if case.joint_id else []
    found = [(f"{about}:{key}", str(label[about])) for about, key in fixed]
    found += [
        (f"{About.MEDIATOR}:{seat.pk}", f"{label[About.MEDIATOR]}: {seat.mediator.user}") for seat in cases.seats(case)
    ]
    others = Participant.objects.filter(case=case).order_by("pk")
    return found + [(f"{About.PARTICIPANT}:{row.pk}", f"{label[About.PARTICIPANT]}: {row.name}") for row in others]


def free_mediators(case: Case, at: datetime) -> list[tuple[int, str]]:
    """Mediators who may be appointed: in term, around the centre, without a seat here and not handling a complaint
    about the matter. Those experienced in this kind of dispute come first, then those with the fewest cases, at last whoever left this case before, and marked so."""
    taken = {seat.mediator_id for seat in cases.seats(case)}
    today = walls.local(at).date()
    around = Mediator.objects.filter(
        committee__unit__in=cases.units_around(case), from_day__lte=today, to_day__gte=today
    )
    root = case.kind.partition(".")[0]
    load = _load(around)
    rows = [
        row
        for row in around.select_related("user")
        if row.pk not in taken and not cases.handles_complaint(case, row.user_id) and not cases.stood_back(case, row)
    ]
    left = set(Seat.objects.filter(case=case, left_at__isnull=False).values_list("mediator", flat=True))
    rows.sort(key=lambda row: (row.pk in left, root not in row.expertise, load.get(row.pk, 0), row.pk))
    mark = {key: f" · {_('left this case before')}" for key in left}
    return [(row.pk, f"{row.user} ({load.get(row.pk, 0)}){mark.get(row.pk, '')}") for row in rows]


def _load(around: QuerySet[Mediator]) -> dict[int, int]:
    held: dict[int, int] = {}
    seats = Seat.objects.filter(mediator__in=around, left_at=None, case__state__in=sorted(OPEN))
    for pk in seats.values_list("mediator", flat=True):
        held[pk] = held.get(pk, 0) + 1
    return held


def police(case: Case) -> list[tuple[int, str]]:
    """Police stations that may be called: those responsible here first, or whoever is responsible here where there are
    none."""
    here = set(Unit.objects.filter(remits__centre=case.centre, is_active=True).values_list("pk", flat=True))
    stations = Unit.objects.filter(kind=UnitKind.STATION, is_active=True)
    found = list(stations) or list(Unit.objects.filter(pk__in=here))
    found.sort(key=lambda unit: (unit.pk not in here, unit.name))
    return [(unit.pk, unit.name) for unit in found]


def panel(matter: Matter, acting: Acting, at: datetime) -> dict[str, object] | None:
    """The mediation panel of the matter page: that a case exists, with a link for those who may read it."""
    found = list(Case.objects.filter(matter=matter).select_related("matter", "centre").order_by("pk"))
    if not found and not matter.may_mediate:
        return None
    may = matter.may_mediate and matter.is_open and any(acting.may(each) for each in APPLIES)
    return {"cases": lines(found, acting, at), "may_apply": may}
