"""The pulse every open page asks, and the red bar."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from firstdesk.config import live
from firstdesk.directory.tests.factories import acting
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.triage import services as triage
from firstdesk.workbench.selectors.live import alarm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(live, "FRESH", -1.0)
    yield
    live._last[0] = (float("-inf"), "")


def ask(was: str = "", word: str | None = None) -> tuple[int, str]:
    answer = Client().get(live.PATH, {"was": was}, headers={"X-Pulse": live.word() if word is None else word})
    return answer.status_code, answer.content.decode()


def marked(desk: Desk) -> Matter:
    matter = make_matter(desk)
    return triage.mark_urgent(matter, by=desk.by, at=desk.later(minutes=1))


def test_nothing_is_answered_while_nothing_changes() -> None:
    status, now = ask()
    assert status == 200
    assert ask(now) == (204, "")


def test_the_mark_changes_when_a_matter_is_marked_urgent() -> None:
    desk = make_desk()
    before = ask()[1]
    marked(desk)
    status, after = ask(before)
    assert status == 200 and after.split("-")[0] != before.split("-")[0]


def test_only_pages_of_the_house_may_ask(django_assert_num_queries: object) -> None:
    assert ask(word="") == (403, "")
    assert ask(word="page:abc:def")[0] == 403


def test_it_costs_one_cached_read_and_neither_session_nor_user(
    django_assert_num_queries: "pytest.FixtureRequest", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "FRESH", 60.0)
    live._last[0] = (float("-inf"), "")
    with django_assert_num_queries(2):  # type: ignore[operator]
        ask()
    with django_assert_num_queries(0):  # type: ignore[operator]
        ask()


def test_the_bar_calls_what_nobody_has_in_hand_or_what_is_new() -> None:
    desk = make_desk()
    matter = marked(desk)
    found = alarm(acting(desk.officer, desk.at, desk.centre.posts["intake"]), desk.later(minutes=2))
    assert [each.pk for each in found.calling] == [matter.pk] and found.numbers == (matter.number,)


def test_once_somebody_has_it_the_bar_rests_and_lists_stay_red() -> None:
    desk = make_desk()
    matter = marked(desk)
    Matter.objects.filter(pk=matter.pk).update(responsible_person=desk.officer, responsible_post=None)
    later = desk.later(minutes=2) + timedelta(hours=1)
    found = alarm(acting(desk.officer, later, desk.centre.posts["intake"]), later)
    assert (found.calling, found.numbers) == ((), (matter.number,))


@pytest.mark.parametrize("state", ["answered", "to_reply", "follow_up"])
def test_what_is_handled_is_no_longer_red(state: str) -> None:
    desk = make_desk()
    matter = marked(desk)
    before = ask()[1]
    Matter.objects.filter(pk=matter.pk).update(state=state)
    matter.refresh_from_db()
    found = alarm(acting(desk.officer, desk.at, desk.centre.posts["intake"]), desk.later(minutes=2))
    assert (found.calling, found.numbers, matter.is_pressing) == ((), (), False)
    assert ask(before)[1].split("-")[0] != before.split("-")[0], "open pages must hear that it is handled"


def test_another_centre_hears_nothing() -> None:
    desk, other = make_desk(), make_desk()
    marked(desk)
    assert alarm(acting(other.officer, other.at, other.centre.posts["intake"]), other.later(minutes=2)).numbers == ()


def test_the_bar_on_a_page(client: Client) -> None:
    desk = make_desk()
    matter = marked(desk)
    client.force_login(desk.officer)
    assert matter.number in client.get("/live/alarm/").content.decode()
    page = client.get("/").content.decode()
    assert 'id="live"' in page and f'data-pulse="{live.PATH}"' in page
