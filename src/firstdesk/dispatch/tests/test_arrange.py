"""At the scene, and round a table."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.tests.factories import acting
from firstdesk.dispatch import services
from firstdesk.dispatch.models import Appointment, OnSceneHandover
from firstdesk.dispatch.tests.factories import make_case
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.matters.models import Involvement, Matter
from firstdesk.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_a_handover_on_the_scene_is_recorded_and_moves_nothing() -> None:
    case = make_case("working")
    centre = case.desk.centre
    scene = services.Scene(centre.community, centre.linkage, "郑工", "人员已疏散")
    services.hand_over_on_scene(case.matter, scene, by=case.sender, at=case.at)
    assert OnSceneHandover.objects.get().received_by_name == "郑工"
    entry = Entry.objects.get(verb="scene.handed_over")
    assert (entry.after["received_by"], entry.reason) == (centre.linkage.name, "")
    assert entry.after["handover"] == OnSceneHandover.objects.get().pk
    assert case.matter.state == "handling"


def test_a_handover_names_the_person() -> None:
    case = make_case()
    scene = services.Scene(case.desk.centre.community, case.desk.centre.linkage, " ", "人员已疏散")
    with pytest.raises(Refusal):
        services.hand_over_on_scene(case.matter, scene, by=case.sender, at=case.at)


def meeting(case: object, **values: object) -> services.Meeting:
    defaults = {"units": [case.desk.centre.linkage], "meets_at": case.desk.later(days=1), "place": "二楼会议室"}  # type: ignore[attr-defined]
    return services.Meeting(**(defaults | values))  # type: ignore[arg-type]


def test_departments_are_invited_and_may_read_the_matter() -> None:
    case = make_case()
    case.referral = services.object_(case.referral, reason="不归我们", by=case.receiver, at=case.at)
    services.make_appointment(case.matter, meeting(case), by=case.sender, at=case.at)
    assert Involvement.objects.get(matter=case.matter, unit=case.desk.centre.linkage).part == "assist"
    notice = Notice.objects.get(recipient=case.liaison, kind="appointment.made")
    assert notice.values["place"] == "二楼会议室"


def test_a_unit_that_was_asked_stays_asked_when_it_is_invited() -> None:
    case = make_case()
    services.make_appointment(case.matter, meeting(case), by=case.sender, at=case.at)
    assert Involvement.objects.get(matter=case.matter, unit=case.desk.centre.linkage).part == "offered"
    assert case.matter in Matter.objects.awaiting(acting(case.liaison, case.at))


def test_a_meeting_lies_ahead_and_has_a_place() -> None:
    case = make_case()
    wrong = meeting(case, units=[], meets_at=case.at, place="")
    with pytest.raises(Refusal) as refused:
        services.make_appointment(case.matter, wrong, by=case.sender, at=case.at)
    assert {detail.field for detail in refused.value.details} == {"units", "meets_at", "place"}
    assert not Appointment.objects.exists()


def test_measures_are_recorded_once() -> None:
    case = make_case()
    appointment = services.make_appointment(case.matter, meeting(case), by=case.sender, at=case.at)
    services.record_measures(appointment, measures="限期整改", by=case.sender, at=case.desk.later(days=1))
    assert Entry.objects.get(verb="appointment.measures_recorded").reason == "限期整改"
    with pytest.raises(NotAllowed):
        services.record_measures(appointment, measures="别的", by=case.sender, at=case.desk.later(days=1))
    with pytest.raises(Refusal):
        services.record_measures(appointment, measures="", by=case.sender, at=case.desk.later(days=1))


def test_nothing_is_arranged_for_an_ended_matter() -> None:
    case = make_case()
    matter = matters.withdraw(case.matter, reason="本人撤诉", by=case.sender, at=case.at)
    with pytest.raises(NotAllowed):
        services.make_appointment(matter, meeting(case), by=case.sender, at=case.at)
