"""What stands on the pages of cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter
from firstdesk.mediation.models import (
    Agreement,
    Case,
    Challenge,
    Consent,
    Exhibit,
    Failure,
    Mediator,
    Participant,
    Party,
    Plan,
    Seat,
    Session,
)
from firstdesk.mediation.selectors import case as cases
from firstdesk.mediation.selectors.reading import leads, may_read
from firstdesk.mediation.states import BEFORE_AGREEMENT
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState

NAMES = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True)
class Row:
    """One case of the list: what its reader may know of it."""

    case: Case
    is_readable: bool
    clock: Clock | None


def lines(found: Sequence[Case], acting: Acting) -> list[Row]:
    """Cases with what one may know of each; the queries grow with nothing but the page."""
    clocks: dict[str, Clock] = {}
    running = Clock.objects.filter(matter_id__in=[case.matter_id for case in found]).exclude(state=ClockState.STOPPED)
    for clock in running.filter(part__startswith="case:").order_by("-due_at"):
        clocks[clock.part] = clock
    return [Row(case, may_read(case, acting), clocks.get(case.part)) for case in found]


@dataclass(frozen=True)
class PartyLine:
    """A party with who acts for them and what they said."""

    party: Party
    title: str
    agents: list[object]
    is_willing: bool | None
    lacks: str


def page(case: Case, acting: Acting, at: datetime) -> dict[str, object]:
    """Everything on the page of one case."""
    said = cases.last_words(case, Consent.About.MEDIATION)
    parties = list(Party.objects.filter(case=case).order_by("no"))
    running = Clock.objects.filter(matter_id=case.matter_id, part=case.part).exclude(state=ClockState.STOPPED)
    return {
        "case": case,
        "matter": case.matter,
        "at": at,
        "acting": acting,
        "clocks": list(running.order_by("due_at")),
        "parties": [_line(party, said, case, at) for party in parties],
        "seats": cases.seats(case),
        "gone": list(Seat.objects.filter(case=case, left_at__isnull=False).select_related("mediator__user")),
        "challenges": list(Challenge.objects.filter(seat__case=case).select_related("seat__mediator__user", "party")),
        "participants": list(Participant.objects.filter(case=case).order_by("pk")),
        "plan": Plan.objects.filter(case=case).order_by("-pk").first(),
        "sessions": list(Session.objects.filter(lead=case).select_related("room").order_by("no")),
        "exhibits": list(Exhibit.objects.filter(case=case).order_by("no")),
        "agreements": list(Agreement.objects.filter(case=case).order_by("pk")),
        "failure": Failure.objects.filter(case=case).first(),
        "mediators": [(each.pk, str(each.user)) for each in _free(case, at)],
        "works": _works(case, acting),
        "leads": leads(case, acting),
        "is_before": case.state in BEFORE_AGREEMENT,
    }


def _works(case: Case, acting: Acting) -> bool:
    return leads(case, acting) or any(seat.mediator.user_id == acting.user.pk for seat in cases.seats(case))


def _line(party: Party, said: dict[int, bool], case: Case, at: datetime) -> PartyLine:
    agents = cases.agents_of(party, at)
    lacks = ""
    if party.capacity != Party.Capacity.FULL and not any(agent.role == "guardian" for agent in agents):
        lacks = "guardian"
    elif party.language and not any(agent.role == "interpreter" for agent in agents):
        lacks = "interpreter"
    return PartyLine(
        party,
        f"{NAMES[party.no - 1]}方" if party.no <= len(NAMES) else str(party.no),
        [*agents],
        said.get(party.pk),
        lacks,
    )


def _free(case: Case, at: datetime) -> list[Mediator]:
    """Who may be named: in term, around the centre, without a seat here."""
    taken = {seat.mediator_id for seat in cases.seats(case)}
    rows = Mediator.objects.filter(
        committee__unit__in=cases.units_around(case), from_day__lte=at.date(), to_day__gte=at.date()
    )
    return [row for row in rows.select_related("user") if row.pk not in taken]


def panel(matter: Matter, acting: Acting) -> dict[str, object] | None:
    """On the page of the matter: that there is a case, and for who may read it the way there."""
    found = list(Case.objects.filter(matter=matter).select_related("matter", "centre").order_by("pk"))
    if not found and not matter.may_mediate:
        return None
    return {"cases": lines(found, acting), "may_apply": matter.may_mediate and matter.is_open}
