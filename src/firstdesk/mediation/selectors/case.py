"""Questions about one case: facts for the rules, checks for the verbs, lists for the pages."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from firstdesk.common import clock as walls
from firstdesk.directory.scope import Acting
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import facts_of
from firstdesk.mediation.models import (
    Agent,
    Agreement,
    Case,
    Challenge,
    Consent,
    Mediator,
    Participant,
    Party,
    Seat,
    Session,
    Told,
)
from firstdesk.mediation.states import CaseState
from firstdesk.obligations import selectors as obligations
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState

About = Consent.About
AGREED = frozenset({CaseState.AGREED, CaseState.EFFECTIVE, CaseState.BREACHED, CaseState.PERFORMED})
VIOLENCE = "domestic_violence"  # the root of its topics


def whole(**found: object) -> Case:
    """Read a case afresh, with every relation the verbs need."""
    return Case.objects.select_related("matter__centre", "centre").get(**found)


def facts(case: Case, at: datetime) -> dict[str, str]:
    """Facts of a case for the rules, in addition to those of its matter. Domestic violence in either counts as such."""
    spot = "yes" if case.is_on_the_spot else "no"
    found = {**facts_of(case.matter, at), "grade": case.grade, "profile": case.profile, "on_the_spot": spot}
    return {**found, "topic": VIOLENCE} if case.kind.partition(".")[0] == VIOLENCE else found


def last_words(case: Case, about: str, subject: int = 0) -> dict[int, bool]:
    """Each party's last word on a question: party id → agreed or not. Parties who said nothing are absent."""
    rows = Consent.objects.filter(party__case=case, about=about, subject=subject).order_by("said_at", "pk")
    return dict(rows.values_list("party_id", "is_given"))


def last_no(rows: "QuerySet[Any]") -> int:
    """The highest `no` of rows numbered within their case or session; 0 where there are none."""
    return rows.aggregate(last=Max("no"))["last"] or 0


def willing(case: Case) -> frozenset[int]:
    """Ids of the parties who agreed to mediation."""
    return frozenset(pk for pk, is_given in last_words(case, About.MEDIATION).items() if is_given)


def all_agree(case: Case, about: str, subject: int = 0) -> bool:
    """Whether every party's last word is yes."""
    said = last_words(case, about, subject)
    parties = Party.objects.filter(case=case).values_list("pk", flat=True)
    return bool(parties) and all(said.get(pk) for pk in parties)


def guarantees(case: Case) -> dict[str, bool]:
    """What every agreement requires, whoever joined late: each party consents to mediation and was told their rights
    (arts. 17, 23, 24)."""
    parties = set(Party.objects.filter(case=case).values_list("pk", flat=True))
    told = set(Told.objects.filter(party__case=case).values_list("party_id", flat=True))
    return {
        "consent_each_party": bool(parties) and parties <= willing(case),
        "rights_told_each_party": parties <= told,
    }


def is_open_for_all(case: Case) -> bool:
    """Held in the open only when every party chose so."""
    return all_agree(case, About.OPEN)


def seats(case: Case) -> list[Seat]:
    """The current mediators, the leading one first."""
    rows = Seat.objects.filter(case=case, left_at=None).select_related("mediator__user", "mediator__committee")
    return sorted(rows, key=lambda seat: (seat.role != Seat.Role.CHAIR, seat.role, seat.pk))


def late_seats(case: Case) -> set[int]:
    """Ids of seats taken after the last session of an agreed case: the parties are asked about these again."""
    if case.state not in AGREED:
        return set()
    own = Session.objects.filter(lead=case) | Session.objects.filter(joined=case)
    over = own.aggregate(over=Max("ended_at"))["over"]
    later = Seat.objects.filter(case=case, left_at=None, named_at__gt=over) if over else Seat.objects.none()
    return set(later.values_list("pk", flat=True))


def chair(case: Case) -> Seat | None:
    """The leading mediator."""
    return next((seat for seat in seats(case) if seat.role == Seat.Role.CHAIR), None)


def units_around(case: Case) -> frozenset[int]:
    """Ids of the units whose committees may mediate here: the centre and the units under it."""
    units = type(case.centre)._default_manager.filter(path__startswith=case.centre.path)
    return frozenset(units.values_list("pk", flat=True))


def handles_complaint(case: Case, user_id: int) -> bool:
    """Whether this user handles a complaint about the matter, and therefore may not mediate in it."""
    complaints = Matter.objects.filter(complaint__about=case.matter_id)
    return complaints.filter(responsible_person_id=user_id).exists()


def stood_back(case: Case, mediator: Mediator) -> bool:
    """Whether this mediator left the case and had not declared to be free of ties: nobody like that is appointed
    again."""
    return Seat.objects.filter(case=case, mediator=mediator, left_at__isnull=False).exclude(ties=[]).exists()


def known_ties(seat: Seat) -> list[str]:
    """Ties the records show: an earlier part in the matter, or an employer who is a party."""
    found = []
    before = Entry.objects.filter(chain=seat.case.ledger_chain, actor_id=seat.mediator.user_id)
    early = before.exclude(verb__startswith="mediation.").exclude(verb__startswith="personal.")
    if early.exists() or seat.case.matter.first_receiver_id == seat.mediator.user_id:
        found.append(Seat.Tie.EARLIER)
    employer = _plain(seat.mediator.employer)
    organisations = Party.objects.filter(case=seat.case, kind=Party.Kind.ORGANISATION)
    if employer and any(_plain(party.name) == employer for party in organisations):
        found.append(Seat.Tie.EMPLOYER)
    return [str(tie) for tie in found]


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def accepted_by_all(seat: Seat) -> bool:
    """Whether every party accepted this mediator despite a declared tie."""
    return all_agree(seat.case, About.MEDIATOR, seat.pk)


def agents_of(party: Party, at: datetime) -> list[Agent]:
    """Agents who may act for the party at `at`: mandate begun, not over, not revoked."""
    today = walls.local(at).date()
    rows = Agent.objects.filter(party=party, revoked_at=None).order_by("pk")
    return [
        agent
        for agent in rows
        if (agent.valid_from is None or agent.valid_from <= today)
        and (agent.valid_until is None or agent.valid_until >= today)
    ]


def phone_of(party: Party, at: datetime) -> str:
    """The party's phone number; the guardian's where the party cannot act alone."""
    if party.capacity == Party.Capacity.FULL:
        return str(party.phone)
    guardians = (agent for agent in agents_of(party, at) if agent.role == Agent.Role.GUARDIAN)
    return next((str(agent.phone) for agent in guardians), "")


def lacks_guardian(case: Case, at: datetime, *, among: Collection[Agent] | None = None) -> list[Party]:
    """Parties who cannot act alone and have no guardian; with `among`, none among these agents."""
    parties = Party.objects.filter(case=case).exclude(capacity=Party.Capacity.FULL)
    found = {party: [agent for agent in agents_of(party, at) if among is None or agent in among] for party in parties}
    return [party for party, agents in found.items() if not _has(agents, Agent.Role.GUARDIAN)]


def lacks_interpreter(case: Case, at: datetime) -> list[Party]:
    """Parties who need an interpreter and have none."""
    parties = Party.objects.filter(case=case).exclude(language="")
    return [party for party in parties if not _has(agents_of(party, at), Agent.Role.INTERPRETER)]


def _has(agents: Iterable[Agent], role: str) -> bool:
    return any(agent.role == role for agent in agents)


def expired_mandates(case: Case, at: datetime) -> list[Agent]:
    """Agents whose mandate expired without being revoked."""
    today = walls.local(at).date()
    rows = Agent.objects.filter(party__case=case, revoked_at=None, valid_until__lt=today)
    return list(rows.select_related("party"))


def open_challenges(case: Case) -> QuerySet[Challenge]:
    """Challenges nobody has decided."""
    return Challenge.objects.filter(seat__case=case, seat__left_at=None, decided_at=None)


def unwelcome(case: Case) -> list[Participant]:
    """Participants whom not every party has accepted."""
    people = Participant.objects.filter(case=case)
    return [person for person in people if not all_agree(case, About.PARTICIPANT, person.pk)]


def running_clocks(case: Case) -> list[Clock]:
    """Running clocks of the case, the soonest due first."""
    parts = [case.part, *(each.part for each in Agreement.objects.filter(case=case))]
    found = Clock.objects.filter(matter_id=case.matter_id, part__in=parts).exclude(state=ClockState.STOPPED)
    return list(found.order_by("due_at", "pk"))


def extendable(case: Case) -> list[Clock]:
    """Running clocks that may be extended with every party's consent."""
    return [clock for clock in running_clocks(case) if obligations.more_time(clock) == "consent"]


def extensions(case: Case) -> int:
    """How often the case was extended: consent is asked anew each time."""
    return max((len(clock.extensions) for clock in extendable(case)), default=0)


def may_be_seen(acting: Acting) -> QuerySet[Case]:
    """Cases whose matter the person can see. Reading their content is another question (`reading.may_read`)."""
    matters = Matter.objects.visible_to(acting)
    return Case.objects.filter(matter__in=matters).select_related("matter", "centre")


def own(acting: Acting) -> QuerySet[Case]:
    """Cases in which the person has a seat."""
    held = Seat.objects.filter(mediator__user=acting.user, left_at=None).values("case")
    return Case.objects.filter(pk__in=held).select_related("matter", "centre")
