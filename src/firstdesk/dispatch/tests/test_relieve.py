"""Police act first, the responsible unit is called, arrives and formally relieves them (SS-110-19, -20, -21)."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import UnitKind
from firstdesk.directory.tests.factories import make_unit, staffed
from firstdesk.dispatch import services
from firstdesk.dispatch.models import OnSceneHandover, Referral, Turnout
from firstdesk.dispatch.selectors.scene import chain
from firstdesk.dispatch.tests.factories import actor, handover
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_desk, make_matter
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


class Scene:
    """A gas leak: the station is sent the matter and goes, the linkage unit is called."""

    def __init__(self) -> None:
        self.desk = make_desk()
        self.station = make_unit(UnitKind.STATION, parent=self.desk.centre.jurisdiction)
        self.police = actor(staffed(self.station)[1]["handler"], self.desk.at)
        self.unit = self.desk.centre.linkage
        self.gas = actor(self.desk.centre.linkage_people["liaison"], self.desk.at)
        self.matter = make_matter(self.desk, nature="help", urgency="urgent", zone="urban")

    def sent(self) -> Referral:
        wanted = handover(self.desk, to_unit=self.station, to_scene=True)
        return services.offer(self.matter, wanted, by=self.desk.by, at=self.desk.at)

    def turnout(self, part: str) -> Turnout:
        return Turnout.objects.select_related("matter", "unit", "matter__centre").get(part=part)

    def call(self) -> None:
        matter = Matter.objects.get(pk=self.matter.pk)
        services.order(matter, services.Order(self.unit), by=self.desk.by, at=self.desk.later(minutes=1))

    def both_there(self) -> None:
        self.sent()
        services.depart(self.turnout("first"), by=self.police, at=self.desk.later(seconds=30))
        services.arrive(self.turnout("first"), by=self.police, at=self.desk.later(minutes=4))
        self.call()
        services.arrive(self.turnout("responsible"), by=self.gas, at=self.desk.later(minutes=20))

    def relieve(self, by: Actor, **later: float) -> OnSceneHandover:
        first, second = self.turnout("first"), self.turnout("responsible")
        return services.relieve(first, second, note="阀门已关", by=by, at=self.desk.later(**(later or {"minutes": 22})))


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_for_a_while_two_are_at_the_place_and_then_one_answers(scene: Scene) -> None:
    scene.both_there()
    assert Turnout.objects.filter(state="on_scene").count() == 2
    measured = Clock.objects.get(code="relieve", state="running")
    assert measured.is_advisory and measured.owing_unit == scene.unit

    handover = scene.relieve(scene.gas)

    assert (handover.from_unit, handover.to_unit) == (scene.station, scene.unit)
    assert scene.turnout("first").state == "relieved" and scene.turnout("responsible").state == "on_scene"
    matter = Matter.objects.get(pk=scene.matter.pk)
    assert (matter.state, matter.responsible_unit) == (State.HANDLING, scene.unit)
    assert matter.responsible_person_id == scene.gas.person_id
    states = Referral.objects.filter(matter=matter).order_by("pk").values_list("state", "to_unit")
    assert list(states) == [("relieved", scene.station.pk), ("working", scene.unit.pk)]
    owing = Clock.objects.filter(matter_id=matter.pk, part="").open().values_list("owing_unit", flat=True)
    assert set(owing) == {scene.unit.pk}
    measured.refresh_from_db()
    assert measured.state == "stopped"
    assert Entry.objects.filter(verb="turnout.relieved").count() == 1


def test_the_result_goes_to_the_command_centre_and_is_registered(scene: Scene) -> None:
    scene.both_there()
    scene.relieve(scene.gas)
    answered = Referral.objects.select_related("matter", "from_unit", "to_unit", "handler").get(state="working")
    assert answered.from_unit == scene.desk.centre.unit
    services.answer(answered, result_code="settled", text="已换阀", by=scene.gas, at=scene.desk.later(hours=1))
    services.confirm(answered, by=scene.desk.by, at=scene.desk.later(hours=2))
    links = chain(list(Turnout.objects.select_related("unit").order_by("pk")), Referral.objects.order_by("-pk")[0])
    assert [bool(link.at) for link in links] == [True] * 8
    assert [link.minutes for link in links if link.minutes is not None] == [4, 19]


def test_not_before_the_responsible_unit_is_there(scene: Scene) -> None:
    scene.sent()
    services.arrive(scene.turnout("first"), by=scene.police, at=scene.desk.later(minutes=4))
    scene.call()
    with pytest.raises(Refusal) as refused:
        scene.relieve(scene.gas)
    assert refused.value.details[0].clauses == ("SS-110-20",)


def test_not_twice_and_not_by_a_third_unit(scene: Scene) -> None:
    scene.both_there()
    third = Actor(person_id=scene.gas.person_id, name="外人", unit_id=scene.desk.centre.community.pk)
    with pytest.raises(NotAllowed):
        scene.relieve(third)
    scene.relieve(scene.police)
    with pytest.raises(NotAllowed):
        scene.relieve(scene.police)


def test_the_police_do_not_go_without_the_responsible_unit_being_called(scene: Scene) -> None:
    action = services.FirstAction(scene.station)
    with pytest.raises(Refusal) as refused:
        services.order_first(scene.matter, action, by=scene.desk.by, at=scene.desk.at)
    assert refused.value.details[0].clauses == ("SS-110-19",)
    both = services.FirstAction(scene.station, scene.unit)
    ordered = services.order_first(scene.matter, both, by=scene.desk.by, at=scene.desk.at)
    assert [each.part for each in ordered] == ["first", "responsible"]
    assert {each.ordered_at for each in ordered} == {scene.desk.at}


def test_police_work_alone_is_said(scene: Scene) -> None:
    alone = services.FirstAction(scene.station, is_police_work=True)
    assert len(services.order_first(scene.matter, alone, by=scene.desk.by, at=scene.desk.at)) == 1
    with pytest.raises(Refusal):
        services.order_first(
            scene.matter, services.FirstAction(scene.station, scene.station), by=scene.desk.by, at=scene.desk.at
        )


def test_who_is_still_on_the_way_goes_on_owing_its_arrival(scene: Scene) -> None:
    scene.both_there()
    fire = make_unit(UnitKind.LINKAGE_UNIT, parent=scene.desk.centre.jurisdiction, linkage_class=1)
    staffed(fire)
    matter = Matter.objects.get(pk=scene.matter.pk)
    order = services.Order(fire, Turnout.Part.RESPONSIBLE)
    third = services.order(matter, order, by=scene.desk.by, at=scene.desk.later(minutes=21))
    first, second = scene.turnout("first"), Turnout.objects.select_related("matter", "unit").get(unit=scene.unit)
    services.relieve(first, second, by=scene.gas, at=scene.desk.later(minutes=22))
    assert Clock.objects.get(part=third.clock_part, code="arrive").state == "running"
