"""How fast do reports come in? The real messages where they are at hand, else as many made-up ones, into a database of
their own that writes to disk as in production: registered, classified, routed, every clock started, every entry chained.

Usage: ./run bench import. The target is 9,289 messages in 60 s on two cores.
"""

import csv
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

TARGET = 60.0
ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("FIRSTDESK_DATA", ROOT.parent / "shared" / "data")) / "messages"
FILES = {"messages_full_1000.csv": "messages-full", "subjects_labelled.csv": "messages-subjects"}


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="firstdesk-bench-"))
    os.environ |= {"FIRSTDESK_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "firstdesk.config.settings"}
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT / "src"))
    from firstdesk.config import embedded  # noqa: PLC0415 the settings read the environment set above

    with embedded.running(folder):
        return measure(folder)


def measure(folder: Path) -> int:
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from firstdesk.ledger.verify import verify  # noqa: PLC0415
    from firstdesk.matters.models import Matter  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    run = desk()
    started, processor, servers = time.perf_counter(), time.process_time(), backend_seconds()
    rows = 0
    for path, mapping in files(folder):
        done = run(path, mapping)
        assert done.state == "done" and done.imported + done.failed == done.total, done.message
        rows += done.total
        print(f"{path.name}: {done.total:,} rows = {done.imported:,} matters + {done.failed:,} faults")
    seconds, ours = time.perf_counter() - started, time.process_time() - processor
    print(f"{rows:,} rows in {seconds:.1f} s = {rows / seconds:,.0f}/s (target {TARGET:.0f} s for 9,289)")
    print(
        f"processor time: {ours:.1f} s here, {backend_seconds() - servers:.1f} s in the database (the rest is waiting)"
    )
    report = verify(connections["default"])
    print(f"ledger: {report.entries:,} entries, {'sound' if report.ok else report.first_problem}")
    assert Matter.objects.count() <= rows
    connections.close_all()
    return 0 if report.ok and seconds <= TARGET * rows / 9289 else 1


def backend_seconds() -> float:
    """Processor time of the database process that serves this connection, where /proc tells it."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def desk():  # type: ignore[no-untyped-def]
    """A governance centre with the real rules, its linkage unit answering for four of the seven topics."""
    from firstdesk.common import clock  # noqa: PLC0415
    from firstdesk.directory.services import add_remit  # noqa: PLC0415
    from firstdesk.directory.tests.factories import LONG_AGO, SETUP  # noqa: PLC0415
    from firstdesk.intake.services.imports.mappings import raw_mapping  # noqa: PLC0415
    from firstdesk.intake.services.imports.running import (  # noqa: PLC0415
        NewImport,
        begin,
        prepare_import,
        run_import,
    )
    from firstdesk.matters.tests.factories import make_desk  # noqa: PLC0415

    at = clock.now()
    made = make_desk("governance", at=at)
    for topic in ("urban_construction", "labour_social_security", "education_culture_sport", "environment"):
        add_remit(unit=made.centre.linkage, centre=made.centre.unit, topic=topic, by=SETUP, at=LONG_AGO)

    def run(path: Path, mapping: str):  # type: ignore[no-untyped-def]
        new = NewImport(made.centre.unit, path, path.name, raw_mapping(mapping))
        prepared = prepare_import(new, by=made.by, at=at)
        begin(prepared, by=made.by, at=at)
        return run_import(prepared.pk, at=at)

    return run


def files(folder: Path) -> Iterator[tuple[Path, str]]:
    """The real files, or made-up ones of the same size."""
    if all((DATA / name).is_file() for name in FILES):
        yield from ((DATA / name, mapping) for name, mapping in FILES.items())
        return
    path = folder / "made-up.csv"
    labels = ("城乡建设", "劳动和社会保障", "教育文体", "商贸旅游", "环境保护", "卫生计生", "交通运输")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["subject", "label", "split"])
        writer.writerows([f"第{n}条:小区道路积水,请予处理", labels[n % 7], "made"] for n in range(9289))
    yield path, "messages-subjects"


if __name__ == "__main__":
    raise SystemExit(main())
