"""A course on its day: who reads the list, what a test says after each try, noted as held with what is ticked."""

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.common import clock
from firstdesk.directory.tests.factories import acting
from firstdesk.ledger.tests.factories import saw
from firstdesk.matters.tests.factories import Desk
from firstdesk.training import services
from firstdesk.training.models import Course, Question, Seat
from firstdesk.training.tests import factories
from firstdesk.training.tests.factories import after, make_course, make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return factories.make_school()


def test_what_a_try_came_to_is_said_with_what_comes_next(desk: Desk) -> None:
    course = make_course(desk, quiz=make_quiz(desk, questions=2), tries=2)
    services.check_in(course, desk.officer, by=acting(desk.officer, desk.at).actor, at=course.starts_at)
    officer, page = Client(), reverse("training:sit", args=[course.pk])
    officer.force_login(desk.officer)
    first, second = Question.objects.order_by("pk")
    half = officer.post(page, {f"q{first.pk}": "0", "seen": "0"})
    assert half.status_code == 422 and "第2题" in half.content.decode() and "未答" in half.content.decode()
    wrong = {f"q{each.pk}": "1" for each in (first, second)}
    failed = officer.post(page, {**wrong, "seen": "0"}, follow=True).content.decode()
    assert "fd-note-warning" in failed and "这是第2次，共可考2次" in failed
    assert "您选的" in failed and "正确的是" not in failed  # a try is left
    failed = officer.post(page, {**wrong, "seen": "1"}, follow=True).content.decode()
    assert "次数已用完" in failed and "正确的是" in failed and "tr-test" not in failed


def test_everybody_reads_of_the_list_their_own_line(desk: Desk) -> None:
    course = make_course(desk)
    people = desk.centre.people
    page, officer = reverse("training:course", args=[course.pk]), str(desk.officer)
    readers = {"group_leader": True, "director": True, "supervisor": True, "intake": True, "archive": False}
    for who, reads in readers.items():
        client = Client()
        client.force_login(people[who])
        assert (officer in client.get(page).content.decode().split("<main")[1]) is reads, who


def test_the_ticks_on_the_page_go_with_noting_it_as_held(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    course, leader = make_course(desk), Client()
    leader.force_login(desk.centre.people["group_leader"])
    monkeypatch.setattr(clock, "now", lambda: after(course))
    page = reverse("training:course", args=[course.pk])
    assert 'formaction="' in leader.get(page).content.decode()
    seat, hold = course.seats.first(), reverse("training:hold", args=[course.pk])
    assert leader.post(hold, saw(course, account="讲完")).status_code == 422  # nobody came
    assert leader.post(hold, saw(course, account="讲完", came=[seat.pk])).status_code == 303
    assert Course.objects.get().state == "held" and Seat.objects.get(came_at__isnull=False) == seat
    assert "fd-columns" not in leader.get(page).content.decode()  # nothing is left to do, so no column is kept for it


def test_the_open_door_and_the_test_stand_on_the_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    course, officer = make_course(desk, quiz=make_quiz(desk, questions=1)), Client()
    officer.force_login(desk.officer)
    day, here, sit = (
        reverse("workbench:day"), reverse("training:here", args=[course.code]), reverse("training:sit", args=[course.pk]),
    )  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: desk.at)
    assert here not in officer.get(day).content.decode()  # it is tomorrow
    monkeypatch.setattr(clock, "now", lambda: course.starts_at)
    page = officer.get(day).content.decode()
    assert here in page and sit not in page
    services.check_in(course, desk.officer, by=acting(desk.officer, desk.at).actor, at=course.starts_at)
    page = officer.get(day).content.decode()
    assert sit in page and here not in page
