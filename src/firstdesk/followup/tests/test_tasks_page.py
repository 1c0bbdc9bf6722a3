"""The list of what is still owed to people after their answers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstdesk.directory.models import User
from firstdesk.followup import services
from firstdesk.followup.models import Task
from firstdesk.followup.services import Opinion
from firstdesk.followup.tests.factories import call, make_case
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_desk, make_matter

pytestmark = pytest.mark.django_db


def page(person: User, query: str = "") -> str:
    client = Client()
    client.force_login(person)
    return client.get(f"/followup/{query}").content.decode()


def test_who_was_answered_is_on_it_until_called_back() -> None:
    case = make_case()
    assert case.matter.number in page(case.desk.officer)
    services.call_back(case.matter, call(), by=case.by, at=case.at)
    assert case.matter.number not in page(case.desk.officer)


def test_an_attempt_is_counted_and_says_when_next() -> None:
    case = make_case()
    then = case.at + timedelta(days=1)
    services.call_back(case.matter, call(reached=False, next_at=then), by=case.by, at=case.at)
    task = Task.objects.get()
    assert (task.attempts, task.next_at) == (1, then)
    assert "已回访 1 次" in page(case.desk.officer)
    assert case.matter.number in page(case.desk.officer, "?which=now")  # that moment is long past


def test_narrowed_by_kind() -> None:
    case = make_case()
    services.rate(case.matter, Opinion(1), at=case.at)
    assert case.matter.number in page(case.desk.officer, "?kind=verify")
    assert case.matter.number not in page(case.desk.officer, "?kind=call_back")
    assert case.matter.number in page(case.desk.officer, "?kind=nonsense&which=nonsense")


def test_another_centre_sees_nothing_of_it() -> None:
    case = make_case()
    assert case.matter.number not in page(make_desk().officer)


def test_the_queries_do_not_grow_with_the_list() -> None:
    case = make_case()

    log: list[dict[str, str]] = []

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(case.desk.officer)
        log[:] = queries.captured_queries
        return len(queries)

    page(case.desk.officer)
    one = count()
    for _each in range(5):
        matter = make_matter(case.desk, state=State.TO_REPLY)
        services.reply(matter, way="phone", text="已修好", by=case.by, at=case.at)
    assert count() == one, [q["sql"][:160] for q in log]
