"""Lists take as many statements for many rows as for few."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting
from firstdesk.mediation.models import Case
from firstdesk.mediation.selectors.reading import readable
from firstdesk.mediation.tests.factories import Table, make_accepted, make_applied

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> Table:
    return make_accepted()


def cost(of: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        of()
    return len(asked)


def page(person: User, name: str, **query: str) -> Callable[[], object]:
    client = Client()
    client.force_login(person)
    address = reverse(f"mediation:{name}")
    client.get(address, query)  # what is read once and kept
    return lambda: client.get(address, query)


@pytest.mark.parametrize("code", ["director", "intake"])
def test_the_list_of_cases(table: Table, code: str) -> None:
    opened = page(table.user(code), "list", show="all", state="all")
    few = cost(opened)
    for _number in range(5):
        make_applied(table.desk)
    assert cost(opened) == few <= 25


def test_whether_they_may_be_read_is_asked_once(table: Table) -> None:
    for _number in range(4):
        make_applied(table.desk)
    found = list(Case.objects.all())
    stranger = acting(table.others[1].user, table.at)
    assert cost(lambda: readable(found, stranger)) == 2
    assert readable(found, stranger) == set()
    assert readable(found, table.acting) == {case.pk for case in found}  # who took them down, until they are decided
