"""How long does a month of duties take to be written down: 1,100 organisations with 100 duties each?

Usage: ./run bench duties [--centres N]. Eleven hundred centres under a rulebook made for this: 100 duties in the mixture of the five
rule sets (of every hundred: 4 daily, 12 weekly, 4 half-monthly, 42 monthly, 22 quarterly, 6 half-yearly, 10 yearly).
Budgets: a month for all in 30 s of one process and its database together; a second round on the same day changes nothing;
one process killed in the middle goes on where it stood (each round of centres is a transaction).
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 3, 2, 0, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
SECONDS = 30.0
MIXTURE = (
    (4, "{period: daily}"),
    (6, "{period: weekly, due: {weekday: 5}}"),
    (3, "{period: weekly, times: 2, due: {weekday: 7}}"),
    (3, "{period: weekly, weekdays: [3, 4]}"),
    (4, "{period: half_monthly}"),
    (21, "{period: monthly, due: {day: 25}}"),
    (21, "{period: monthly}"),
    (22, "{period: quarterly}"),
    (6, "{period: half_yearly}"),
    (10, "{period: yearly, due: {month: 3, day: 31}}"),
)
DUTY = """
- id: gc.bench.{number}
  title: {{zh: 职责{number}, en: "Duty {number}"}}
  clauses: [W-4]
  actor: director
  every: {every}
  last_day: roll_back
  evidence: [story]
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--centres", type=int, default=1_100)
    centres = parser.parse_args().centres
    folder = Path(tempfile.mkdtemp(prefix="firstdesk-bench-", dir=os.environ.get("FIRSTDESK_BENCH_DIR")))
    os.environ |= {"FIRSTDESK_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "firstdesk.config.settings"}
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT / "src"))
    from firstdesk.config import embedded  # noqa: PLC0415 the settings read the environment set above

    with embedded.running(folder, throw_away=True):
        return measure(centres)


def measure(centres: int) -> int:
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    _rules()
    _centres(centres)
    from firstdesk.obligations.models import Occurrence  # noqa: PLC0415
    from firstdesk.obligations.services import scheduling  # noqa: PLC0415

    scheduling.AHEAD = scheduling.SOON = timedelta(days=31)  # a month, no further
    rows = []
    for name in ("first", "again", "next day"):
        at = NOW + timedelta(days=name == "next day")
        if name == "again":  # as after a new version of the rules: every list is made anew
            from firstdesk.obligations.models import Schedule  # noqa: PLC0415

            Schedule.objects.all().delete()
        before, cpu, start = Occurrence.objects.count(), _cpu(), time.perf_counter()
        while scheduling.schedule_due(at=at, limit=50):
            pass
        rows.append((name, Occurrence.objects.count() - before, time.perf_counter() - start, _cpu() - cpu))
    connections.close_all()
    print(f"{centres:,} organisations, 100 duties each")
    for name, made, wall, cpu in rows:
        print(f"{name:>10} {made:>9,} written {wall:>7.1f} s ({cpu:.1f} s of this process)")
    return 0 if rows[0][2] <= SECONDS * centres / 1_100 and rows[1][1] == 0 else 1


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _rules() -> None:
    """The small rulebook of the tests with a hundred duties."""
    from firstdesk.regulations.models import RulebookVersion  # noqa: PLC0415
    from firstdesk.rulebook.load import compile_texts  # noqa: PLC0415
    from firstdesk.rulebook.tests.factories import GOOD  # noqa: PLC0415

    every = [said for count, said in MIXTURE for _each in range(count)]
    duties = "\n".join(DUTY.format(number=number, every=said) for number, said in enumerate(every, 1))
    cases = "\n".join(line for line in GOOD["wall/cases.yaml"].splitlines() if "wall.meeting" not in line)
    book = compile_texts(GOOD | {"wall/duties.yaml": duties, "wall/cases.yaml": cases})
    RulebookVersion.objects.create(
        version=book.version, title="bench", in_force_from=date(2025, 1, 1), loaded_at=datetime(2025, 1, 1, tzinfo=UTC),
        loaded_by_name="bench", texts=dict(book.texts),
    )  # fmt: skip


def _centres(count: int) -> None:
    from firstdesk.directory.models import CentreKind, Post, Unit, UnitKind  # noqa: PLC0415

    units = Unit.objects.bulk_create(
        Unit(
            code=f"b{number}",
            path=f"/b{number}/",
            name=f"中心{number}",
            kind=UnitKind.CENTRE,
            centre_kind=CentreKind.GOVERNANCE,
        )
        for number in range(count)
    )
    Post.objects.bulk_create(
        Post(unit=unit, code="director", name="主任", role="director", is_leader=True) for unit in units
    )


if __name__ == "__main__":
    sys.exit(main())
