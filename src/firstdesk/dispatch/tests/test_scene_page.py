"""The panel of those on their way, its list, and one tap for each moment."""

import pytest
from django.test import Client

from firstdesk.directory.models import UnitKind, User
from firstdesk.directory.tests.factories import make_unit, staffed
from firstdesk.dispatch import services
from firstdesk.dispatch.models import Referral, Task, Turnout
from firstdesk.dispatch.tests.factories import Case, handover
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import make_desk, make_matter

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def case() -> Case:
    """Danger in town: the unit was asked and ordered to the place."""
    desk = make_desk()
    matter = make_matter(desk, nature="help", urgency="urgent", zone="urban")
    return Case(desk, services.offer(matter, handover(desk, to_scene=True), by=desk.by, at=desk.at))


def out() -> Turnout:
    return Turnout.objects.select_related("matter").get()


def tap(page: Client, verb: str, turnout: Turnout, **values: object) -> int:
    seen = {"seen": turnout.changed_at.isoformat()}
    address = f"/matters/{turnout.matter.number}/scene/{turnout.pk}/{verb}/"
    return int(page.post(address, seen | values).status_code)  # type: ignore[arg-type]


def test_a_handler_needs_one_tap_for_each_moment(case: Case) -> None:
    page = signed_in(case.liaison)
    for verb, state in (("depart", "on_way"), ("arrive", "on_scene")):
        assert tap(page, verb, out()) == 303
        assert out().state == state
    assert tap(page, "finish", out(), outcome="helped") == 303
    assert (out().state, case.matter.state) == ("finished", "handling")


def test_from_the_list_one_goes_back_to_the_list(case: Case) -> None:
    page = signed_in(case.liaison)
    listed = page.get("/turnouts/").content.decode()
    assert case.matter.number in listed and f"/scene/{out().pk}/depart/" in listed
    address = f"/matters/{case.matter.number}/scene/{out().pk}/depart/"
    answer = page.post(address, {"seen": out().changed_at.isoformat(), "back": "turnouts"})
    assert answer["Location"] == "/turnouts/"


def test_what_others_wrote_meanwhile_does_not_stop_an_arrival_and_a_second_tap_does(case: Case) -> None:
    page, before = signed_in(case.liaison), out()
    services.note_opened(case.again(), by=case.receiver, at=case.at)
    Matter.objects.filter(pk=case.matter.pk).update(changed_at=case.at)
    assert tap(page, "arrive", before) == 303
    assert tap(page, "arrive", before) == 409
    assert page.post(f"/matters/{before.matter.number}/scene/{before.pk}/finish/", {}).status_code == 422


def test_the_panel_stands_on_top_while_somebody_is_out(case: Case) -> None:
    text = signed_in(case.liaison).get(f"/matters/{case.matter.number}/").content.decode()
    assert text.count('id="panel-scene"') == 1
    assert text.index('id="panel-scene"') < text.index('id="panel-dispatch"')
    assert "/depart/" in text


def test_the_centre_orders_and_a_stranger_does_not(case: Case) -> None:
    unit = make_unit(UnitKind.LINKAGE_UNIT, parent=case.desk.centre.jurisdiction, linkage_class=1)
    people = staffed(unit)[1]
    now = {"seen": case.matter.changed_at.isoformat(), "unit": unit.pk}
    address = f"/matters/{case.matter.number}/scene/order/"
    assert signed_in(people["liaison"]).post(address, now).status_code == 404
    assert signed_in(case.desk.centre.people["supervisor"]).post(address, now).status_code == 403
    assert signed_in(case.desk.officer).post(address, now).status_code == 303
    assert Turnout.objects.filter(unit=unit).exists()
    assert signed_in(people["liaison"]).get(f"/matters/{case.matter.number}/").status_code == 200


def test_police_first_is_refused_with_its_clause_until_the_unit_is_named(case: Case) -> None:
    station = make_unit(UnitKind.STATION, parent=case.desk.centre.jurisdiction)
    staffed(station)
    seen, address = case.matter.changed_at.isoformat(), f"/matters/{case.matter.number}/scene/first/"
    page = signed_in(case.desk.officer)
    refused = page.post(address, {"seen": seen, "first": station.pk})
    assert refused.status_code == 422 and "SS-110-19" in refused.content.decode()
    assert page.post(address, {"seen": seen, "first": station.pk, "is_police_work": "on"}).status_code == 303


def test_reading_it_is_noted_by_the_page_itself_and_the_sender_sees_it(case: Case) -> None:
    address = f"/matters/{case.matter.number}/referral/opened/"
    assert signed_in(case.desk.officer).post(address).status_code == 403
    assert signed_in(case.liaison).post(address).status_code == 204
    assert Referral.objects.get().opened_by == case.liaison
    shown = signed_in(case.desk.officer).get(f"/matters/{case.matter.number}/").content.decode()
    assert str(case.liaison) in shown and "referral-withdraw" not in shown


def test_help_is_asked_and_given_from_the_list(case: Case) -> None:
    services.accept(case.referral, by=case.receiver, at=case.at)
    fire = make_unit(UnitKind.LINKAGE_UNIT, parent=case.desk.centre.jurisdiction, linkage_class=1)
    helper = staffed(fire)[1]["liaison"]
    asks = {"seen": case.matter.changed_at.isoformat(), "unit": fire.pk, "text": "切断电源", "is_required": "on"}
    lead = signed_in(case.liaison)
    assert lead.post(f"/matters/{case.matter.number}/help/ask/", asks).status_code == 303
    assert "切断电源" in lead.get(f"/matters/{case.matter.number}/").content.decode()
    page = signed_in(helper)
    assert "切断电源" in page.get("/tasks/").content.decode()
    for verb, text in (("take-on", ""), ("complete", "已断电")):
        task = Task.objects.get()
        seen = {"seen": task.changed_at.isoformat(), "text": text, "back": "tasks"}
        assert page.post(f"/matters/{case.matter.number}/help/{task.pk}/{verb}/", seen)["Location"] == "/tasks/"
    assert Task.objects.get().state == "done"


def test_a_service_is_begun_and_taken_a_step_further(case: Case) -> None:
    page, address = signed_in(case.desk.officer), f"/matters/{case.matter.number}/service/"
    wish = {"seen": case.matter.changed_at.isoformat(), "mode": "proxy"}
    assert page.post(f"{address}start/", wish).status_code == 422
    assert page.post(f"{address}start/", wish | {"is_asked_by_person": "on"}).status_code == 303
    service = case.matter.service_modes.get()
    step = {"seen": service.changed_at.isoformat(), "step": "papers", "note": "申请表"}
    assert page.post(f"{address}{service.pk}/step/", step).status_code == 303
    assert page.post(f"{address}{service.pk}/step/", step).status_code == 409
    assert "申请表" in page.get(f"/matters/{case.matter.number}/").content.decode()


def test_the_lists_cost_the_same_however_many_are_out(case: Case, django_assert_max_num_queries: object) -> None:
    page = signed_in(case.desk.officer)
    page.get("/turnouts/")
    for _each in range(6):
        matter = make_matter(case.desk, nature="help", urgency="urgent", zone="urban")
        services.order(matter, services.Order(case.desk.centre.linkage), by=case.sender, at=case.at)
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert page.get("/turnouts/").content.decode().count("fd-way-open") == 7
