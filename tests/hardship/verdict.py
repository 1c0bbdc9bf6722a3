"""When it is quiet again: what the running product's database holds. `… within tests.hardship.verdict PK-OF-THE-CENTRE`."""

import json
import time
from collections import Counter
from datetime import timedelta

from django.db import connection

from firstdesk.common import clock
from firstdesk.intake.models import Contact, Report, Submission
from firstdesk.matters.models import Counter as Given
from firstdesk.matters.models import Matter
from firstdesk.notices.models import Delivery, Notice
from firstdesk.notices.services import sending

PATIENCE = 240.0
JOBS = """
    SELECT task_name || ' ' || status, count(*) FROM procrastinate_jobs
    WHERE task_name <> 'config.take_up_stalled' GROUP BY 1
"""


def main(centre: str) -> None:
    """Waits until the jobs are done, lets the minutes pass after which lost messages are asked for, and prints."""
    settled = settle()
    hanging, left, asked = servers(), jobs(), let_minutes_pass()
    matters = Matter.objects.filter(centre=int(centre))
    found = {
        "numbers": sorted(matters.values_list("seq", flat=True)),
        "last": Given.objects.filter(centre=int(centre), register="JJ").values_list("last", flat=True).first(),
        "stories": list(Report.objects.order_by("matter").values_list("narrative", flat=True)[:10]),
        "receipts": receipts(),
        "states": dict(Counter(matters.values_list("state", flat=True))),
        "notices": Notice.objects.count(),
        "twice": twice(),
        "stages": dict(Counter(Delivery.objects.values_list("stage", flat=True))),
        "sent": list(Delivery.objects.values_list("label", "address", "text")),
        "asked": asked,
        "jobs": left,
        "servers": hanging,
        "settled": round(settled, 1),
    }
    print(json.dumps(found))


def jobs() -> dict[str, int]:
    """What is left to do, or failed, by name and state."""
    with connection.cursor() as cursor:
        cursor.execute(JOBS)
        return dict(cursor.fetchall())


def settle() -> float:
    """Waits as long as something happens with the jobs, twice the patience at most; the seconds that took."""
    started = last = time.monotonic()
    seen = jobs()
    while seen and time.monotonic() < min(last, started + PATIENCE) + PATIENCE:
        time.sleep(0.5)
        if (now := jobs()) != seen:
            seen, last = now, time.monotonic()
    return last - started


def servers() -> list[str]:
    """What each connection is doing, and every worker with its last sign of life: for whoever reads a failure."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT concat_ws(' ', pid, state, wait_event, now() - query_start, pg_blocking_pids(pid), left(query, 200))
            FROM pg_stat_activity WHERE backend_type = 'client backend'
            UNION ALL SELECT concat_ws(' ', 'worker', id, now() - last_heartbeat) FROM procrastinate_workers
        """)
        return [line for (line,) in cursor.fetchall()]


def let_minutes_pass() -> int:
    """What the ticker does in some minutes, done now; how many messages had to be asked for. A message that a worker of the
    running product has in hand, or that its carrier did not take the first time, is asked for again."""
    asked, started = 0, time.monotonic()
    while time.monotonic() - started < PATIENCE:
        asked += sending.recover(at=clock.now() + sending.LOST_AFTER + timedelta(minutes=1))
        waiting = list(Delivery.objects.filter(stage="queued").order_by("pk"))
        if not waiting:
            break
        for delivery in waiting:
            sending.deliver(delivery.pk, at=delivery.due_at)
        time.sleep(0.1)
    return asked


def receipts() -> dict[str, str | None]:
    """Number by key, whichever way it was asked with."""
    found: dict[str, str | None] = dict(Submission.objects.values_list("key", "matter__number"))
    taken = Contact.objects.filter(client_key__isnull=False).values_list("client_key", "report__matter__number")
    return found | {str(key): number for key, number in taken}


def twice() -> list[list[object]]:
    """Notices that say the same thing about the same matter to the same person."""
    notices = Counter(
        (each.recipient_id, each.kind, each.matter_id, each.text, json.dumps(each.values, sort_keys=True))
        for each in Notice.objects.iterator()
    )
    return [list(key) for key, count in notices.items() if count > 1]
