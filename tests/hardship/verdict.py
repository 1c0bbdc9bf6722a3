"""When it is quiet again: what the running product's database holds. `python -m tests.hardship.verdict CENTRE` (its pk)."""

import json
import sys
import time
from collections import Counter
from datetime import timedelta

import django

PATIENCE = 240.0


def main() -> None:
    """Waits until the jobs are done, lets the minutes pass after which lost messages are asked for, and prints."""
    django.setup()
    from django.db import connection  # noqa: PLC0415

    from firstdesk.common import clock  # noqa: PLC0415
    from firstdesk.intake.models import Contact, Report, Submission  # noqa: PLC0415
    from firstdesk.matters.models import Counter as Given  # noqa: PLC0415
    from firstdesk.matters.models import Matter  # noqa: PLC0415
    from firstdesk.notices.models import Delivery, Notice  # noqa: PLC0415
    from firstdesk.notices.services import sending  # noqa: PLC0415

    def jobs() -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT task_name || ' ' || status, count(*) FROM procrastinate_jobs"
                " WHERE task_name <> 'config.take_up_stalled' GROUP BY 1"
            )
            return dict(cursor.fetchall())

    started = time.monotonic()
    while jobs() and time.monotonic() - started < PATIENCE:
        time.sleep(0.5)
    settled = time.monotonic() - started
    left, now = jobs(), clock.now()
    asked = sending.recover(at=now + sending.LOST_AFTER + timedelta(minutes=1))
    for delivery in Delivery.objects.filter(stage="queued").order_by("pk"):
        sending.deliver(delivery.pk, at=delivery.due_at)

    centre = int(sys.argv[1])
    matters = Matter.objects.filter(centre=centre)
    receipts = dict(Submission.objects.values_list("key", "matter__number"))
    receipts |= {
        str(key): number
        for key, number in Contact.objects.filter(client_key__isnull=False).values_list(
            "client_key", "report__matter__number"
        )
    }
    notices = Counter(
        (each.recipient_id, each.kind, each.matter_id, each.text, json.dumps(each.values, sort_keys=True))
        for each in Notice.objects.iterator()
    )
    found = {
        "numbers": sorted(matters.values_list("seq", flat=True)),
        "last": Given.objects.filter(centre=centre, register="JJ").values_list("last", flat=True).first(),
        "stories": list(Report.objects.order_by("matter").values_list("narrative", flat=True)[:10]),
        "receipts": receipts,
        "states": dict(Counter(matters.values_list("state", flat=True))),
        "notices": sum(notices.values()),
        "twice": [list(key) for key, count in notices.items() if count > 1],
        "stages": dict(Counter(Delivery.objects.values_list("stage", flat=True))),
        "sent": list(Delivery.objects.values_list("label", "address", "text")),
        "asked": asked,
        "jobs": left,
        "settled": round(settled, 1),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
