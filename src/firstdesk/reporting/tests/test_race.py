"""Two who sign at the same moment, each in a connection of their own: one signs, the other is told who did."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection

from firstdesk.common.refusals import Conflict, NotAllowed
from firstdesk.directory.models import User
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import make_desk
from firstdesk.reporting import services
from firstdesk.reporting.models import Paper, Report
from firstdesk.reporting.tests.factories import actor, make_report, write_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("both_saw", [True, False])
def test_two_sign_and_one_signature_stands(both_saw: bool) -> None:
    desk = make_desk()
    report = services.hand_in(write_all(make_report(desk), desk), by=desk.by, at=desk.at)
    seen: datetime | None = report.changed_at if both_saw else None
    signers = [desk.centre.people[name] for name in ("director", "group_leader")]
    start = Barrier(len(signers))

    def sign(person: User) -> Report | NotAllowed | Conflict:
        try:
            start.wait(timeout=60)
            return services.sign(report, seen=seen, by=actor(person, desk.at), at=desk.later(minutes=1))
        except (NotAllowed, Conflict) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(signers)) as pool:
        results = list(pool.map(sign, signers))
    signed = [each for each in results if isinstance(each, Report)]
    refused = [each for each in results if not isinstance(each, Report)]
    assert len(signed) == len(refused) == 1
    assert isinstance(refused[0], Conflict if both_saw else NotAllowed)
    assert str(signed[0].signed_by) in str(refused[0])
    assert Entry.objects.filter(verb="report.signed").count() == Paper.objects.count() == 1
