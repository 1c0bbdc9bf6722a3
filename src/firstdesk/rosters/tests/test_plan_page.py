"""Planning and removing shifts."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.common import clock
from firstdesk.directory import services as directory
from firstdesk.directory.models import Appointment, Post, User
from firstdesk.directory.tests.factories import SETUP, Centre, make_centre, make_person
from firstdesk.ledger.models import Entry
from firstdesk.rosters.models import Shift
from firstdesk.rosters.tests.factories import make_shift
from firstdesk.rosters.tests.test_now_page import HTMX, page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Centre:
    return make_centre()


@pytest.fixture
def tomorrow() -> datetime:
    return clock.local(clock.now()).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)


def asked(post: Post, person: User, starts_at: datetime, hours: int = 8) -> dict[str, str]:
    ends_at = starts_at + timedelta(hours=hours)
    return {
        "post": str(post.pk),
        "person": str(person.pk),
        "starts_at": f"{starts_at:%Y-%m-%dT%H:%M}",
        "ends_at": f"{ends_at:%Y-%m-%dT%H:%M}",
    }


def test_a_shift_is_planned_and_recorded(client: Client, centre: Centre, tomorrow: datetime) -> None:
    signed_in(client, centre, "group_leader")
    data = asked(centre.posts["intake"], centre.people["intake"], tomorrow)
    response = client.post(reverse("rosters:plan"), data)
    assert response.status_code == 303
    shift = Shift.objects.get()
    assert (shift.post, shift.person, shift.starts_at) == (centre.posts["intake"], centre.people["intake"], tomorrow)
    assert Entry.objects.filter(verb="shift.planned", subject_id=str(shift.pk)).count() == 1
    assert "班次已排定" in page(client, response.headers["Location"])


def test_htmx_gets_the_fragment_and_it_is_the_reloaded_part(client: Client, centre: Centre, tomorrow: datetime) -> None:
    signed_in(client, centre, "group_leader")
    data = asked(centre.posts["intake"], centre.people["intake"], tomorrow)
    response = client.post(reverse("rosters:plan"), data, headers={**HTMX, "Accept-Language": "zh-hans"})
    part = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in part
    assert str(centre.people["intake"]) in part
    reloaded = page(client, f"{reverse('rosters:plan')}?post={centre.posts['intake'].pk}")
    assert without_tokens(part).strip() in without_tokens(reloaded)


def without_tokens(html: str) -> str:
    return "\n".join(line for line in html.splitlines() if "csrfmiddlewaretoken" not in line)


def refused(client: Client, data: dict[str, str]) -> str:
    before = Shift.objects.count()
    response = client.post(reverse("rosters:plan"), data, headers={"Accept-Language": "zh-hans"})
    assert response.status_code == 422
    assert Shift.objects.count() == before
    return response.content.decode()


def test_one_person_cannot_stand_twice(client: Client, centre: Centre, tomorrow: datetime) -> None:
    both = make_person(centre.posts["intake"], centre.posts["mediation"], name="身兼两职")
    make_shift(centre.posts["intake"], both, tomorrow)
    signed_in(client, centre, "group_leader")
    html = refused(client, asked(centre.posts["mediation"], both, tomorrow + timedelta(hours=7)))
    assert "不能排两个班" in html
    after = client.post(reverse("rosters:plan"), asked(centre.posts["mediation"], both, tomorrow + timedelta(hours=8)))
    assert after.status_code == 303  # one ends as the other begins


def test_whoever_does_not_hold_the_post_cannot_stand_there(
    client: Client, centre: Centre, tomorrow: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firstdesk.rosters.ports.lacks", lambda stands: [None] * len(stands))  # everybody was inducted
    signed_in(client, centre, "group_leader")
    html = refused(client, asked(centre.posts["mediation"], centre.people["intake"], tomorrow))
    assert 'id="id_person_error"' in html
    later = make_person(name="以后才来的人")
    first_day = tomorrow.date() + timedelta(days=7)
    directory.appoint(user=later, post=centre.posts["mediation"], starts_on=first_day, by=SETUP, at=clock.now())
    html = refused(client, asked(centre.posts["mediation"], later, tomorrow))
    assert "当天不任" in html
    data = asked(centre.posts["mediation"], later, tomorrow + timedelta(days=7))
    assert client.post(reverse("rosters:plan"), data).status_code == 303


def test_a_shift_ends_after_it_starts(client: Client, centre: Centre, tomorrow: datetime) -> None:
    signed_in(client, centre, "group_leader")
    html = refused(client, asked(centre.posts["intake"], centre.people["intake"], tomorrow, hours=-1))
    assert "下班时间须晚于上班时间" in html


@pytest.mark.parametrize("field", ["person", "starts_at", "ends_at"])
def test_every_field_is_needed(client: Client, centre: Centre, tomorrow: datetime, field: str) -> None:
    signed_in(client, centre, "group_leader")
    data = asked(centre.posts["intake"], centre.people["intake"], tomorrow)
    html = refused(client, data | {field: ""})
    assert f'id="id_{field}_error"' in html


def test_another_units_post_is_not_offered(client: Client, centre: Centre, tomorrow: datetime) -> None:
    other = make_centre()
    signed_in(client, centre, "group_leader")
    html = page(client, reverse("rosters:plan"))
    assert str(other.posts["intake"]) not in html
    assert str(centre.linkage_posts["liaison"]) not in html  # a linkage unit keeps its own
    data = asked(other.posts["intake"], other.people["intake"], tomorrow)
    assert client.post(reverse("rosters:plan"), data).status_code == 404
    assert client.get(reverse("rosters:plan") + f"?post={other.posts['intake'].pk}").status_code == 404
    assert not Shift.objects.exists()


def test_a_post_nobody_holds_has_nobody_to_plan(client: Client, centre: Centre) -> None:
    signed_in(client, centre, "director")
    Appointment.objects.filter(post=centre.posts["mediation"]).update(ends_on="2021-01-01")
    html = page(client, reverse("rosters:plan") + f"?post={centre.posts['mediation'].pk}")
    assert "没有人任职" in html
    assert 'name="starts_at"' not in html


def test_a_liaison_keeps_the_table_of_the_own_unit(client: Client, centre: Centre, tomorrow: datetime) -> None:
    client.force_login(centre.linkage_people["liaison"])
    data = asked(centre.linkage_posts["handler"], centre.linkage_people["handler"], tomorrow)
    assert client.post(reverse("rosters:plan"), data).status_code == 303


@pytest.mark.parametrize("post", ["intake", "mediation", "archive", "supervisor", "auditor"])
def test_others_plan_nothing(client: Client, centre: Centre, tomorrow: datetime, post: str) -> None:
    shift = make_shift(centre.posts["intake"], centre.people["intake"], tomorrow)
    signed_in(client, centre, post)
    assert client.get(reverse("rosters:plan")).status_code == 403
    data = asked(centre.posts["intake"], centre.people["intake"], tomorrow + timedelta(days=1))
    assert client.post(reverse("rosters:plan"), data).status_code == 403
    assert client.post(reverse("rosters:remove", args=[shift.pk]), {"reason": "x"}).status_code == 403
    assert Shift.objects.count() == 1


def test_a_shift_is_removed_with_its_reason(client: Client, centre: Centre, tomorrow: datetime) -> None:
    shift = make_shift(centre.posts["intake"], centre.people["intake"], tomorrow)
    signed_in(client, centre, "director")
    address = reverse("rosters:remove", args=[shift.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert Shift.objects.exists()
    response = client.post(address, {"reason": "请假"}, headers=HTMX)
    assert response.status_code == 200
    assert not Shift.objects.exists()
    assert Entry.objects.get(verb="shift.removed").reason == "请假"
    assert client.post(address, {"reason": "请假"}).status_code == 404


def test_what_was_worked_is_not_erased(client: Client, centre: Centre) -> None:
    shift = make_shift(centre.posts["intake"], centre.people["intake"], clock.now() - timedelta(days=2))
    signed_in(client, centre, "director")
    response = client.post(reverse("rosters:remove", args=[shift.pk]), {"reason": "x"}, headers=HTMX)
    assert response.status_code == 422
    assert Shift.objects.exists()


def test_the_table_of_another_unit_is_left_alone(client: Client, centre: Centre, tomorrow: datetime) -> None:
    shift = make_shift(centre.linkage_posts["handler"], centre.linkage_people["handler"], tomorrow)
    signed_in(client, centre, "director")
    assert client.post(reverse("rosters:remove", args=[shift.pk]), {"reason": "x"}).status_code == 403
    assert Shift.objects.exists()
