"""Real transactions in threads: numbers without gaps or doubles, whatever is rolled back on the way."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from firstdesk.common.refusals import Conflict, NotAllowed
from firstdesk.directory.tests.factories import make_person
from firstdesk.matters import services
from firstdesk.matters.models import Counter, Matter
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter, new_matter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


class _SecondThoughts(Exception):
    pass


def _register(desk: Desk, worker: int) -> None:
    try:
        for turn in range(8):
            try:
                with transaction.atomic():
                    services.open_matters([new_matter(desk), new_matter(desk)], by=desk.by, at=desk.at)
                    if (worker + turn) % 3 == 0:
                        raise _SecondThoughts
            except _SecondThoughts:
                continue
    finally:
        connection.close()


def test_numbers_have_no_gaps_and_no_doubles() -> None:
    desk = make_desk()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda worker: _register(desk, worker), range(4)))

    numbers = sorted(Matter.objects.values_list("seq", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert 0 < len(numbers) < 4 * 8 * 2
    assert Counter.objects.get().last == len(numbers)


def _take(matter: Matter, user: object, desk: Desk) -> str:
    try:
        services.take(Matter.objects.get(pk=matter.pk), user, by=desk.by, at=desk.at)  # type: ignore[arg-type]
        return "taken"
    except (Conflict, NotAllowed):
        return "too late"
    finally:
        connection.close()


def test_of_two_who_take_a_matter_one_gets_it() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    people = [make_person(desk.centre.posts["intake"]) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda user: _take(matter, user, desk), people))
    assert sorted(results) == ["taken", "too late", "too late", "too late"]
