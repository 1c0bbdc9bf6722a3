"""Cases to test with, made by the verbs."""

from dataclasses import dataclass, field
from datetime import date, datetime

from firstdesk.directory.models import User
from firstdesk.directory.scope import Acting
from firstdesk.directory.tests.factories import acting, make_person
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Grade, Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import MONDAY, Desk, make_desk, make_matter
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Case, Committee, Mediator, Party, Seat, Source
from firstdesk.mediation.services import case as verbs
from firstdesk.mediation.services.case import Acceptance, Application, NewParty, Word

TERM = (date(2024, 7, 1), date(2027, 6, 30))
NEIGHBOURS = (
    NewParty(side=1, name="林阿珍", phone="13800000001", address="文献路18号202室"),
    NewParty(side=2, name="陈国强", phone="13800000002", address="文献路18号302室"),
)


@dataclass
class Table:
    """A case with its people; everything as the database has it now."""

    desk: Desk
    pk: int
    mediator: Mediator
    others: list[Mediator] = field(default_factory=list)

    @property
    def case(self) -> Case:
        return Case.objects.select_related("matter__centre", "centre").get(pk=self.pk)

    @property
    def parties(self) -> list[Party]:
        rows = Party.objects.filter(case=self.pk).select_related("case__matter__centre", "case__centre")
        return list(rows.order_by("no"))

    @property
    def seat(self) -> Seat:
        seat = selectors.chair(self.case)
        assert seat is not None
        return seat

    @property
    def by(self) -> Actor:
        """The leading mediator."""
        return self.acting.actor

    @property
    def acting(self) -> Acting:
        return acting(self.mediator.user, self.desk.at)

    def user(self, code: str) -> User:
        return self.desk.centre.people[code]

    def as_(self, code: str) -> Actor:
        return acting(self.user(code), self.desk.at).actor

    @property
    def at(self) -> datetime:
        return self.desk.at


def make_committee(desk: Desk, *, size: int = 3) -> list[Mediator]:
    """The centre's committee with its mediators in term; the first leads it."""
    unit = desk.centre.unit
    committee = Committee.objects.create(
        unit=unit, name=f"{unit.name}人民调解委员会", women=1, term_from=TERM[0], term_to=TERM[1], changed_at=desk.at
    )
    post = desk.centre.posts["mediation"]
    people = [make_person(post, name=f"调解员{number}") for number in range(1, size + 1)]
    return [
        Mediator.objects.create(
            committee=committee,
            user=person,
            role=Mediator.Role.CHAIR if number == 0 else Mediator.Role.MEMBER,
            from_day=TERM[0],
            to_day=TERM[1],
            registered_at=desk.at,
            registered_by=desk.officer,
        )
        for number, person in enumerate(people)
    ]


def make_applied(desk: Desk | None = None, *, matter: Matter | None = None, **values: object) -> Table:
    """Two neighbours about water from above; nobody asked whether they want mediation yet."""
    desk = desk or make_desk(at=MONDAY)
    mediators = list(Mediator.objects.filter(committee__unit=desk.centre.unit)) or make_committee(desk)
    matter = matter or make_matter(desk, state=State.HANDLING)
    defaults: dict[str, object] = {
        "source": Source.MATTER,
        "kind": "neighbour_disputes.water_leak",
        "facts": "三楼水管渗漏，二楼天花板发霉。",
        "requests": "修好水管，赔偿装修损失。",
        "parties": NEIGHBOURS,
    }
    by = acting(mediators[1].user, desk.at).actor
    case = verbs.apply(matter, Application(**(defaults | values)), by=by, at=desk.at)  # type: ignore[arg-type]
    return Table(desk, case.pk, mediators[1], [mediators[0], *mediators[2:]])


def make_accepted(desk: Desk | None = None, *, grade: str = Grade.ORDINARY, **values: object) -> Table:
    """Both want it, it is taken on, a mediator without ties has the lead."""
    table = make_applied(desk, **values)
    willing(table)
    acceptance = Acceptance(
        grade=Grade(grade), within_remit=True, not_excluded=True, hazard_form=True,
        is_on_the_spot=bool(values.get("is_on_the_spot")),
    )  # fmt: skip
    verbs.accept(table.case, acceptance, by=table.by, at=table.at)
    seated(table)
    return table


def willing(table: Table) -> None:
    """Every party agrees to be mediated."""
    for party in table.parties:
        verbs.consent(fresh_party(party), Word(is_given=True), by=table.by, at=table.at)


def seated(table: Table) -> Seat:
    """The table's mediator leads the case, and declares no ties."""
    seat = verbs.name_mediator(
        table.case, table.mediator, role=Seat.Role.CHAIR, chosen=Seat.Chosen.APPOINTED, by=table.as_("director"),
        at=table.at,
    )  # fmt: skip
    verbs.declare(
        Seat.objects.select_related("case__matter__centre", "mediator").get(pk=seat.pk), [], by=table.by, at=table.at
    )
    return seat


def fresh_party(party: Party) -> Party:
    """A party with its case as the database has them now."""
    return Party.objects.select_related("case__matter__centre", "case__centre").get(pk=party.pk)
