"""Two at the same moment: a room is had by one, a line is written once and in its order."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from firstdesk.common.refusals import Refusal
from firstdesk.mediation.models import Line, Room, Session
from firstdesk.mediation.services import room
from firstdesk.mediation.services.room import Arrangement, Said
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, make_accepted

pytestmark = pytest.mark.django_db(transaction=True)


def both(*works):  # type: ignore[no-untyped-def]
    """Run them at the same moment, each in its own connection."""
    barrier = Barrier(len(works))

    def one(work):  # type: ignore[no-untyped-def]
        try:
            barrier.wait(timeout=30)
            return work()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def test_a_room_is_had_by_one() -> None:
    first = walks.planned(make_accepted())
    second = walks.planned(make_accepted(first.desk))
    place = Room.objects.create(centre=first.desk.centre.unit, name="调解一室")
    meeting = Arrangement(begins=first.desk.later(days=1), ends=first.desk.later(days=1, hours=2), room=place)

    def arrange(table: Table) -> Session:
        return room.arrange(table.case, meeting, by=table.by, at=table.at)

    results = both(lambda: arrange(first), lambda: arrange(second))
    assert sorted(type(result).__name__ for result in results) == ["Refusal", "Session"]
    assert Session.objects.count() == 1


def test_lines_typed_by_two_are_each_written_once() -> None:
    table = walks.planned(make_accepted())
    session, key = walks.opened(table), uuid4()
    speaker = table.parties[0]

    def same() -> Line:
        return room.say(session, Said(speaker=speaker, text="同一句", key=key), by=table.by, at=table.at)

    def another() -> Line:
        return room.say(session, Said(speaker=speaker, text="另一句", key=uuid4()), by=table.by, at=table.at)

    both(same, same, another)
    assert sorted(Line.objects.values_list("text", flat=True)) == ["另一句", "同一句"]
    assert sorted(Line.objects.values_list("no", flat=True)) == [1, 2]
