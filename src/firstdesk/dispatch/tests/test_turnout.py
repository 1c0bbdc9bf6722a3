"""To the place: ordered, gone, there, done."""

from datetime import timedelta

import pytest

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.directory import services as directory
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.directory.tests.factories import SETUP, make_unit, staffed
from firstdesk.dispatch import services
from firstdesk.dispatch.models import Turnout
from firstdesk.dispatch.tests.factories import Case, actor, handover, make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.matters.models import Involvement, Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.notices.models import Notice
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def unit_of(desk: Desk, linkage_class: int | None = 1, kind: str = UnitKind.LINKAGE_UNIT) -> Unit:
    unit = make_unit(kind, parent=desk.centre.jurisdiction, linkage_class=linkage_class)
    staffed(unit)
    return unit


def at_place(desk: Desk, **values: object) -> Matter:
    return make_matter(desk, **({"zone": "urban", "urgency": "urgent", "nature": "help"} | values))


def clock(turnout: Turnout, code: str) -> Clock | None:
    return Clock.objects.filter(part=turnout.clock_part, code=code).first()


def ordered(desk: Desk, unit: Unit, matter: Matter | None = None, **values: object) -> Turnout:
    order = services.Order(unit, **values)  # type: ignore[arg-type]
    return services.order(matter or at_place(desk), order, by=desk.by, at=desk.at)


def test_a_class_1_unit_has_one_minute_to_leave_and_five_to_arrive_in_town(desk: Desk) -> None:
    unit = unit_of(desk)
    turnout = ordered(desk, unit)
    leave, there = clock(turnout, "depart"), clock(turnout, "arrive")
    assert leave is not None and there is not None
    assert (leave.due_at, there.due_at) == (desk.later(minutes=1), desk.later(minutes=5))
    assert (leave.owing_unit, leave.rule_id, there.rule_id) == (unit, "ss.depart.class1", "ss.arrive.urban")
    assert Notice.objects.filter(kind="turnout.ordered").exists()
    assert Involvement.objects.get(matter=turnout.matter, unit=unit).part == "assist"


@pytest.mark.parametrize(("zone", "minutes", "advisory"), [("fringe", 10, False), ("rural", 30, True)])
def test_a_police_station_has_the_time_of_its_zone(desk: Desk, zone: str, minutes: int, advisory: bool) -> None:
    turnout = ordered(desk, unit_of(desk, None, UnitKind.STATION), at_place(desk, zone=zone))
    there = clock(turnout, "arrive")
    assert there is not None
    assert (there.due_at, there.is_advisory) == (desk.later(minutes=minutes), advisory)


def test_a_class_2_unit_has_the_time_it_promised(desk: Desk) -> None:
    slow, quick = unit_of(desk, 2), unit_of(desk, 3)
    directory.promise_arrival(unit=quick, arrival=directory.Arrival(minutes=25), by=SETUP, at=desk.at)
    due = [clock(ordered(desk, unit), "arrive").due_at for unit in (slow, quick)]  # type: ignore[union-attr]
    assert due == [desk.later(minutes=60), desk.later(minutes=25)]


def test_two_units_have_their_own_clocks_for_one_matter(desk: Desk) -> None:
    matter = at_place(desk)
    one, two = ordered(desk, unit_of(desk), matter), ordered(desk, unit_of(desk), matter)
    at = desk.later(seconds=40)
    services.depart(one, by=desk.by, at=at)
    assert (clock(one, "depart").outcome, clock(two, "depart").state) == ("kept", "running")  # type: ignore[union-attr]


def test_each_moment_is_kept_with_its_person(desk: Desk) -> None:
    unit = unit_of(desk)
    people = actor(unit.posts.get(code="handler").appointments.get().user, desk.at)
    turnout = ordered(desk, unit)
    services.depart(turnout, by=people, at=desk.later(seconds=30))
    services.arrive(turnout, by=people, at=desk.later(minutes=6))
    services.finish(turnout, outcome="helped", text="送医", by=people, at=desk.later(minutes=30))
    kept = Turnout.objects.get()
    assert (kept.state, kept.outcome, kept.minutes_to(kept.arrived_at)) == ("finished", "helped", 6)
    assert (kept.departed_by_id, kept.arrived_by_id, kept.ended_by_id) == (people.person_id,) * 3
    assert clock(turnout, "arrive").outcome == "late"  # type: ignore[union-attr]
    verbs = Entry.objects.filter(verb__startswith="turnout.").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == [f"turnout.{each}" for each in ("ordered", "departed", "arrived", "finished")]
    assert "送医" not in str(Entry.objects.get(verb="turnout.finished").after)


def test_a_unit_orders_out_only_its_own_team(desk: Desk) -> None:
    case = make_case("working", desk=desk)
    own = services.order(case.matter, services.Order(desk.centre.linkage), by=case.receiver, at=case.at)
    assert own.unit == desk.centre.linkage
    with pytest.raises(Refusal) as refused:
        services.order(case.matter, services.Order(unit_of(desk)), by=case.receiver, at=case.at)
    assert refused.value.details[0].clauses == ("SS-110-14",)


def test_nobody_else_says_where_a_unit_is(desk: Desk) -> None:
    turnout = ordered(desk, unit_of(desk))
    stranger = actor(staffed(unit_of(desk))[1]["handler"], desk.at)
    for verb in (services.depart, services.arrive):
        with pytest.raises(NotAllowed):
            verb(turnout, by=stranger, at=desk.at)


def test_the_second_of_two_who_tap_is_told(desk: Desk) -> None:
    turnout = ordered(desk, unit_of(desk))
    other = Turnout.objects.select_related("matter", "unit").get()
    services.depart(turnout, by=desk.by, at=desk.at)
    with pytest.raises((Conflict, NotAllowed)):
        services.depart(other, by=desk.by, at=desk.at)
    with pytest.raises(NotAllowed):
        services.depart(turnout, by=desk.by, at=desk.at)


def test_it_is_not_sent_twice(desk: Desk) -> None:
    unit = unit_of(desk)
    turnout = ordered(desk, unit)
    with pytest.raises(NotAllowed):
        ordered(desk, unit, turnout.matter)


def test_no_longer_needed(desk: Desk) -> None:
    turnout = ordered(desk, unit_of(desk))
    with pytest.raises(Refusal):
        services.stand_down(turnout, reason=" ", by=desk.by, at=desk.at)
    services.stand_down(turnout, reason="误报", by=desk.by, at=desk.later(seconds=20))
    outcomes = Clock.objects.filter(part=turnout.clock_part).values_list("outcome", flat=True)
    assert set(outcomes) == {"moot"}
    with pytest.raises(NotAllowed):
        services.arrive(turnout, by=desk.by, at=desk.at)


def danger(desk: Desk) -> Case:
    matter = at_place(desk)
    sent = handover(desk, to_scene=True)
    return Case(desk, services.offer(matter, sent, by=desk.by, at=desk.at))


def test_what_is_sent_to_the_place_is_an_order_and_setting_out_is_accepting(desk: Desk) -> None:
    case = danger(desk)
    turnout = Turnout.objects.select_related("matter", "unit").get()
    assert (turnout.unit, turnout.referral) == (desk.centre.linkage, case.referral)
    services.depart(turnout, by=case.receiver, at=desk.later(minutes=1))
    assert (case.matter.state, case.matter.responsible_person) == (State.HANDLING, case.liaison)
    assert case.again().state == "working"


def test_an_objection_calls_it_off(desk: Desk) -> None:
    case = danger(desk)
    services.object_(case.referral, reason="不归我们", by=case.receiver, at=case.at)
    assert Turnout.objects.get().state == "stood_down"


def test_the_result_ends_it(desk: Desk) -> None:
    case = danger(desk)
    turnout = Turnout.objects.select_related("matter", "unit").get()
    services.arrive(turnout, by=case.receiver, at=case.at)
    services.answer(
        case.again(), result_code="settled", text="已修好", by=case.receiver, at=case.at + timedelta(hours=1)
    )
    assert Turnout.objects.get().state == "finished"


def test_what_comes_by_import_orders_nobody_out(desk: Desk) -> None:
    matter = at_place(desk, channel="import", first_receiver=None)
    services.offer(matter, handover(desk, to_scene=True), by=desk.by, at=desk.at)
    assert not Turnout.objects.exists()


def test_a_matter_that_ends_calls_everybody_back(desk: Desk) -> None:
    turnout = ordered(desk, unit_of(desk))
    services.retire(matters.withdraw(turnout.matter, reason="误报", by=desk.by, at=desk.later(minutes=1)))
    assert Turnout.objects.get().state == "stood_down"
    assert not Clock.objects.filter(matter_id=turnout.matter_id).open().exists()
