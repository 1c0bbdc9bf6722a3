from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting, make_person, make_unit
from firstdesk.matters import services as matters
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import MONDAY, Desk, make_desk, make_matter
from firstdesk.obligations import selectors
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def _page(client: Client, user: User, query: str = "", **headers: str) -> str:
    client.force_login(user)
    response = client.get(f"/due/{query}", headers=headers or None)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def desk() -> Desk:
    return make_desk(at=MONDAY)


def test_the_list_names_the_promise_its_due_moment_and_who_owes_it(client: Client, desk: Desk) -> None:
    matter = make_matter(desk)
    html = _page(client, desk.officer)
    assert f'href="/matters/{matter.number}/">{matter.title}</a>' in html and f">{matter.number}<" in html
    assert desk.centre.posts["intake"].name in html
    assert "GC-07-03" in html  # the explanation names the clause


def test_the_titles_of_a_page_are_read_at_once(client: Client, desk: Desk) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            _page(client, desk.officer)
        return len(captured)

    make_matter(desk)
    queries()
    one = queries()
    for _each in range(3):
        make_matter(desk)
    assert queries() == one


def test_the_fragment_is_the_list_of_the_page(client: Client, desk: Desk) -> None:
    make_matter(desk)
    fragment = _page(client, desk.officer, **{"HX-Request": "true"})
    assert fragment.strip().startswith('<div id="due-list">')
    assert "<html" not in fragment


def test_the_receiving_unit_sees_what_it_owes_and_a_stranger_nothing(client: Client, desk: Desk) -> None:
    matter = make_matter(desk, state=State.OFFERED)
    stranger = make_person(make_unit("group").posts.get(code="handler"))
    assert matter.number in _page(client, desk.centre.linkage_people["liaison"])
    assert matter.number not in _page(client, stranger)


def test_a_restricted_matter_shows_only_to_those_who_owe_it(desk: Desk) -> None:
    matter = make_matter(desk, confidentiality="confidential")
    colleague = desk.centre.people["mediation"]
    seen_by = {
        who: Clock.objects.visible_to(acting(user, desk.at)).filter(matter_id=matter.pk).exists()
        for who, user in {"intake": desk.officer, "colleague": colleague}.items()
    }
    assert seen_by == {"intake": True, "colleague": False}


@pytest.mark.parametrize(("whose", "which", "expected"), [
    ("all", "all", 4), ("mine", "all", 2), ("unit", "all", 4), ("all", "late", 2), ("all", "warned", 0), ("x", "y", 4),
])  # fmt: skip
def test_the_filters(desk: Desk, whose: str, which: str, expected: int) -> None:
    make_matter(desk)
    mine = make_matter(desk)
    matters.take(mine, desk.officer, by=desk.by, at=desk.at)
    matters.assign(mine, desk.centre.people["mediation"], by=desk.by, at=desk.later(minutes=1))
    at = desk.later(days=3)  # both triage clocks are late, both promises of feedback still run
    found = selectors.due_list(acting(desk.officer, at), at, whose=whose, which=which)
    assert found.count() == expected


def test_the_figures_of_the_filters_are_what_they_show_and_cost_one_statement(
    desk: Desk, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    make_matter(desk)
    matters.take(make_matter(desk), desk.officer, by=desk.by, at=desk.at)
    at = desk.later(days=3)
    who = acting(desk.officer, at)
    with django_assert_num_queries(1):
        chips = selectors.chips(who, at, "mine", "all")
    assert [chip.count for chip in chips] == [
        selectors.due_list(who, at, whose=chip.whose, which=chip.which).count() for chip in chips
    ]
    assert [(chip.whose, chip.which) for chip in chips if chip.is_current] == [("mine", "all")]


def test_warned_is_between_the_first_warning_and_the_due_moment(desk: Desk) -> None:
    clock = Clock.objects.get(matter_id=make_matter(desk).pk, code="triage")
    assert clock.warn_at is not None
    who = acting(desk.officer, desk.at)
    counts = [selectors.due_list(who, at, which="warned").count() for at in (desk.at, clock.warn_at, clock.due_at)]
    assert counts == [0, 1, 1]


def test_the_panel_shows_what_runs_and_what_ran(client: Client, desk: Desk) -> None:
    matter = make_matter(desk, state=State.SUSPENDED)
    panel = selectors.panel(matter, acting(desk.officer, desk.at))
    assert panel is not None
    running, ended = panel["running"], panel["ended"]
    assert {line.clock.code for line in running} == {"call_back_feedback", "handling", "suspension"}  # type: ignore[attr-defined]
    assert [line.clock.code for line in ended] == ["triage"]  # type: ignore[attr-defined]


def test_there_is_no_panel_without_clocks(desk: Desk) -> None:
    matter = make_matter(desk)
    matter.pk = 0
    assert selectors.panel(matter, acting(desk.officer, desk.at)) is None


def test_explanations_come_in_both_languages(desk: Desk) -> None:
    clock = Clock.objects.get(matter_id=make_matter(desk).pk, code="triage")
    assert any("工作日" in sentence for sentence in selectors.explain(clock, "zh"))
    assert any("working day" in sentence for sentence in selectors.explain(clock, "en"))


def test_the_first_due_clock_of_several_matters(desk: Desk) -> None:
    one, other = make_matter(desk), make_matter(desk, urgency="urgent")
    first = selectors.for_matters([one.pk, other.pk])
    assert {pk: clock.rule_id for pk, clock in first.items()} == {
        one.pk: "gc.triage.normal",
        other.pk: "gc.triage.urgent",
    }


def test_a_clock_is_named_by_its_rule(desk: Desk) -> None:
    clock = Clock.objects.filter(matter_id=make_matter(desk).pk, code="triage").get()
    assert selectors.rule_title(clock).en.startswith("Classify")
    assert str(clock) == f"triage of {clock.matter_id}"
