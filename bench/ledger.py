"""How fast is the record verified? Writes entries into a throw-away cluster, then reads every one of them back.

Usage: ./run bench ledger [ENTRIES]. The target is 100,000 entries per second on two cores.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

TARGET = 100_000
ENTRIES_PER_CHAIN = 10


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    with tempfile.TemporaryDirectory(prefix="firstdesk-bench-", ignore_cleanup_errors=True) as folder:
        os.environ |= {"FIRSTDESK_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "firstdesk.config.settings"}
        os.environ.pop("DATABASE_URL", None)
        from firstdesk.config import embedded  # noqa: PLC0415 the settings read the environment set above

        with embedded.running(Path(folder), throw_away=True):
            return measure(count)


def measure(count: int) -> int:
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection, connections  # noqa: PLC0415

    from firstdesk.ledger import services  # noqa: PLC0415
    from firstdesk.ledger.verify import verify  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    write(count)
    services.anchor(at=datetime(2025, 9, 2, tzinfo=UTC))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ledger_entry")
    for workers in (1, 2):
        start = time.perf_counter()
        report = verify(connection, workers=workers)
        seconds = time.perf_counter() - start
        assert report.ok and report.entries == count, report
        rate = count / seconds
        print(f"{workers} process(es): {count:,} entries in {seconds:.2f} s = {rate:,.0f}/s (target {TARGET:,}/s)")
    connections.close_all()
    return 0 if rate >= TARGET else 1


def write(count: int) -> None:
    """Entries of a usual size, ten to a chain, written in batches as an import does."""
    from firstdesk.ledger import services  # noqa: PLC0415
    from firstdesk.ledger.actors import Actor  # noqa: PLC0415

    by = Actor(person_id=7, name="王芳", post_id=3, post_name="城厢区联动服务中心 接警台", unit_id=2)
    begin = datetime(2025, 9, 1, tzinfo=UTC)
    after = {
        "state": "offered",
        "to_unit": 12,
        "due_at": begin,
        "rows": ["property.unit"],
        "note": "转物业管理单位核实",
    }
    batch = 5_000
    start = time.perf_counter()
    for first in range(0, count, batch):
        services.append_many(
            [
                services.Draft(
                    chain=f"matter:{number // ENTRIES_PER_CHAIN}",
                    verb="referral.offered",
                    by=by,
                    at=begin + timedelta(milliseconds=number),
                    subject_kind="matters.Matter",
                    subject_id=number // ENTRIES_PER_CHAIN,
                    before={"state": "to_triage"},
                    after=after,
                    rulebook_version="0" * 64,
                )
                for number in range(first, min(first + batch, count))
            ]
        )
    seconds = time.perf_counter() - start
    print(f"appended {count:,} entries in batches of {batch:,}: {count / seconds:,.0f}/s")


if __name__ == "__main__":
    sys.exit(main())
