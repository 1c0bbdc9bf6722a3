"""Who is on, and the week."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from firstdesk.common import clock
from firstdesk.directory.models import Appointment, UnitKind
from firstdesk.directory.tests.factories import Centre, acting, make_centre, make_person, make_unit
from firstdesk.rosters.selectors import board
from firstdesk.rosters.tests.factories import make_shift

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
LOUD = "ro-nobody"


@pytest.fixture
def centre() -> Centre:
    return make_centre()


def page(client: Client, address: str, *, status: int = 200, language: str = "zh-hans", **headers: str) -> str:
    response = client.get(address, headers={"Accept-Language": language, **headers})
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def signed_in(client: Client, centre: Centre, post: str = "intake") -> Client:
    client.force_login(centre.people[post])
    return client


def test_who_is_on_until_when_and_who_comes_next(client: Client, centre: Centre) -> None:
    at = clock.now()
    post, person = centre.posts["intake"], centre.people["intake"]
    later = make_person(post, name="下一班的人")
    running = make_shift(post, person, at - timedelta(hours=1))
    make_shift(post, later, running.ends_at)
    html = page(signed_in(client, centre), reverse("rosters:now"))
    assert str(person) in html
    assert f"至 {clock.local(running.ends_at):%m-%d %H:%M}" in html
    assert "下一班的人" in html


def test_nobody_being_on_is_said_loudly_with_the_next_step(client: Client, centre: Centre) -> None:
    html = page(signed_in(client, centre), reverse("rosters:now"))
    assert "无人值班" in html
    assert "ro-alarm" in html
    leader = str(centre.people["group_leader"])
    assert f"请 {leader}" in html or leader in html  # an intake officer is told whom to ask
    assert reverse("rosters:plan") not in html
    html = page(signed_in(client, centre, "group_leader"), reverse("rosters:now"))
    assert f"{reverse('rosters:plan')}?post={centre.posts['intake'].pk}" in html


def test_covered_posts_are_not_called_empty(client: Client, centre: Centre) -> None:
    before = page(signed_in(client, centre), reverse("rosters:now")).count(LOUD)
    make_shift(centre.posts["intake"], centre.people["intake"], clock.now() - timedelta(minutes=1))
    assert page(client, reverse("rosters:now")).count(LOUD) == before - 1


def test_a_post_nobody_holds_says_whom_to_ask(client: Client, centre: Centre) -> None:
    Appointment.objects.filter(post=centre.linkage_posts["liaison"]).update(ends_on="2021-01-01")
    assert "没有人任职" in page(signed_in(client, centre), reverse("rosters:now"))


@pytest.mark.parametrize(
    ("opens", "closes", "hour", "expected"),
    [(8, 17, 12, True), (8, 17, 3, False), (8, 17, 17, False), (20, 6, 3, True), (20, 6, 12, False), (20, 6, 23, True)],
)
def test_a_unit_outside_its_hours_is_closed_not_empty(
    centre: Centre, opens: int, closes: int, hour: int, *, expected: bool
) -> None:
    centre.unit.opens_at, centre.unit.closes_at = time(opens), time(closes)
    centre.unit.save()
    who = acting(centre.people["intake"], clock.now())
    at = clock.local(clock.now()).replace(hour=hour, minute=0)
    gaps = {each.post.code for each in board.board(who, at)[0].posts if each.is_gap}
    assert ("intake" in gaps) is expected
    assert "director" not in gaps  # is reached without a shift


def test_other_units_answer_through_whoever_holds_the_post(client: Client, centre: Centre) -> None:
    who = acting(centre.people["intake"], clock.now())
    liaison = centre.linkage_posts["liaison"].pk

    def is_gap() -> bool:
        every = [each for unit in board.board(who, clock.now()) for each in unit.posts]
        return next(each for each in every if each.post.pk == liaison).is_gap

    assert not is_gap()
    centre.linkage.linkage_class = 1  # first line: somebody is always on
    centre.linkage.save()
    assert is_gap()


def test_another_centre_is_not_shown(client: Client, centre: Centre) -> None:
    other = make_centre()
    html = page(signed_in(client, centre), reverse("rosters:now"))
    assert centre.linkage.name in html
    assert centre.community.name in html
    assert other.unit.name not in html
    assert other.linkage.name not in html


def test_above_all_centres_the_centres_are_shown(client: Client) -> None:
    centre = make_centre()
    client.force_login(make_person(centre.jurisdiction.posts.get(code="supervisor")))
    html = page(client, reverse("rosters:now"))
    assert centre.unit.name in html
    assert centre.community.name not in html


def test_however_many_units_the_queries_stay_the_same(centre: Centre) -> None:
    who = acting(centre.people["intake"], clock.now())

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            board.board(who, clock.now())
            board.week(who, clock.now().date())
        return len(found)

    few = queries()
    for _ in range(4):
        make_unit(UnitKind.GROUP, parent=centre.unit)
    assert queries() == few


def test_the_swapped_board_is_the_reloaded_one(client: Client, centre: Centre) -> None:
    make_shift(centre.posts["intake"], centre.people["intake"], clock.now() - timedelta(minutes=1))
    signed_in(client, centre)
    part = page(client, reverse("rosters:now"), **HTMX)
    assert "<html" not in part
    assert part.strip() in page(client, reverse("rosters:now"))


def test_a_visitor_and_whoever_holds_no_post_stay_outside(client: Client) -> None:
    for name in ("rosters:now", "rosters:week"):
        assert client.get(reverse(name)).status_code == 302
    client.force_login(make_person())
    assert client.get(reverse("rosters:now")).status_code == 403


def test_the_week_shows_each_shift_on_its_day(client: Client, centre: Centre) -> None:
    monday = clock.local(clock.now()).replace(hour=22, minute=0, second=0, microsecond=0)
    monday -= timedelta(days=monday.weekday())
    make_shift(centre.posts["intake"], centre.people["intake"], monday)
    over = make_shift(centre.posts["mediation"], centre.people["mediation"], monday - timedelta(hours=3))
    week = board.week(acting(centre.people["intake"], clock.now()), monday.date())
    found = {
        row.post.code: [len(shifts) for _day, shifts in row.days] for row in week.rows if row.post.unit == centre.unit
    }
    assert found["intake"] == [1, 0, 0, 0, 0, 0, 0]
    assert found["mediation"][0] == 1  # began on Monday evening
    assert over.starts_at < over.ends_at
    before = board.week(acting(centre.people["intake"], clock.now()), week.previous)
    assert all(not shifts for row in before.rows for _day, shifts in row.days)
    html = page(signed_in(client, centre), reverse("rosters:week"))
    assert "22:00–06:00" in html


def test_a_shift_that_began_the_week_before_stands_on_monday(centre: Centre) -> None:
    monday = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    monday -= timedelta(days=monday.weekday())
    make_shift(centre.posts["intake"], centre.people["intake"], monday - timedelta(hours=2))
    week = board.week(acting(centre.people["intake"], clock.now()), monday.date())
    row = next(row for row in week.rows if row.post == centre.posts["intake"])
    assert [len(shifts) for _day, shifts in row.days] == [1, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize("day", ["", "nonsense", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_nobody_can_mean_is_today(client: Client, centre: Centre, day: str) -> None:
    html = page(signed_in(client, centre), reverse("rosters:week") + f"?day={day}")
    assert 'aria-current="date"' in html
