"""Two sweeps at the same moment, in real transactions: everybody is told once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection

from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import MONDAY, make_desk, make_matter
from firstdesk.notices.models import Notice
from firstdesk.obligations import services
from firstdesk.obligations.models import Clock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def _sweep(start: Barrier, at: datetime) -> int:
    try:
        start.wait()
        return services.sweep(at=at, limit=7).total
    finally:
        connection.close()


def test_nothing_is_said_twice() -> None:
    desk = make_desk(at=MONDAY)
    matters = [make_matter(desk) for _ in range(30)]
    at = Clock.objects.filter(code="triage").latest("due_at").due_at
    start = Barrier(3)
    with ThreadPoolExecutor(3) as pool:
        totals = list(pool.map(lambda _: _sweep(start, at), range(3)))
    totals.append(services.sweep(at=at).total)  # what one sweep held, another left for the next

    assert sum(totals) == 30
    breaches = Entry.objects.filter(verb="clock.breached").values_list("chain", flat=True)
    assert Counter(breaches) == {matter.ledger_chain: 1 for matter in matters}
    told = Notice.objects.filter(kind="clock.breached").values_list("matter_id", "recipient")
    assert len(told) == len(set(told)) == 60  # the officer and the director, for each
