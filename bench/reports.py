"""A year of a city, and of one of its counties: how long is its report in the making?

Usage: ./run bench reports [--events N]. The generator writes N events of the record (5,000,000 where nothing is said) with
their matters, clocks and referrals by plain SQL: one city centre, ten counties of four centres each. Then the yearly report
of the city is begun, which counts all its figures and drawings as of the end of the year, and that of one county; each is
set as PDF, and a figure of many records is counted anew by its trace. Budgets: the city 20 s, the county 3 s.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 1, 9, 10, 0, tzinfo=SHANGHAI)
BORN = datetime(2025, 1, 2, 10, 0, tzinfo=SHANGHAI)
COUNTIES, STREETS = 10, 4
EACH = 12  # events of a matter: those of the verbs it went through, and word exchanged on the way
CITY_SECONDS, COUNTY_SECONDS = 20.0, 3.0
NATURES = ("civil_dispute", "public_order", "help", "complaint", "enquiry")
TOPICS = (
    "neighbour_disputes.water_leak",
    "property_management.parking",
    "theft_fraud",
    "fire_safety",
    "utilities.water",
)

FILL = {
    "plan": """
CREATE TEMP TABLE plan AS
SELECT nextval('matters_matter_id_seq') AS id, n, (%(centres)s::bigint[])[1 + n %% cardinality(%(centres)s::bigint[])] AS centre_id,
    interval '362 days' * random() AS shift, random() AS r, random() AS s
FROM generate_series(1, %(matters)s) AS n;
ANALYZE plan;
""",
    "matters": """
INSERT INTO matters_matter ({columns}, id, number, token, seq, centre_id, nature, topic, urgency, registered_at, ended_at, changed_at)
SELECT {old}, p.id, 'bench-' || p.n, 'bench-' || p.n, 1000 + p.n, p.centre_id,
    (%(natures)s::text[])[1 + floor(power(p.r, 2) * 5)::int], (%(topics)s::text[])[1 + floor(power(p.s, 2) * 5)::int],
    CASE WHEN p.r < 0.02 THEN 'urgent' ELSE 'normal' END, old.registered_at + p.shift, old.ended_at + p.shift,
    old.changed_at + p.shift
FROM plan AS p CROSS JOIN matters_matter AS old WHERE old.id = %(sample)s ORDER BY p.shift;
""",
    "clocks": """
INSERT INTO obligations_clock ({columns}, matter_id, centre_id, started_at, due_at, warn_at, stopped_at, outcome)
SELECT {old}, p.id, p.centre_id, old.started_at + p.shift, old.due_at + p.shift, old.warn_at + p.shift,
    old.stopped_at + p.shift, CASE WHEN p.r < 0.06 THEN 'late' ELSE old.outcome END
FROM plan AS p CROSS JOIN obligations_clock AS old WHERE old.matter_id = %(sample)s ORDER BY p.shift;
""",
    "referrals": """
INSERT INTO dispatch_referral (matter_id, from_unit_id, to_unit_id, state, handover_note, route_row, hop, round, offered_at,
    objection, result_code, result_text)
SELECT p.id, p.centre_id, %(unit)s, 'offered', '请核实', '', 1, 0, %(born)s::timestamptz + p.shift, '', '', ''
FROM plan AS p WHERE p.s < 0.4 ORDER BY p.shift;
""",
    "ledger": """
INSERT INTO ledger_entry ({columns}, chain, seq, at, verb, subject_id)
SELECT {old}, 'matter:' || p.id, e.seq, old.at + p.shift + interval '1 minute' * e.more,
    CASE WHEN e.more > 0 THEN 'contact.noted' ELSE old.verb END, p.id::text
FROM plan AS p CROSS JOIN (
    SELECT seq, least(seq, %(own)s) AS sample, greatest(0, seq - %(own)s) AS more FROM generate_series(1, %(each)s) AS seq
) AS e
JOIN ledger_entry AS old ON old.chain = %(chain)s AND old.seq = e.sample ORDER BY p.shift, e.seq;
""",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=5_000_000)
    events = parser.parse_args().events
    place = os.environ.get("FIRSTDESK_BENCH_DIR")
    with tempfile.TemporaryDirectory(prefix="firstdesk-bench-", dir=place, ignore_cleanup_errors=True) as folder:
        return in_a_database_of_its_own(Path(folder), events)


def in_a_database_of_its_own(folder: Path, events: int) -> int:
    """Some ten gigabytes for five million events; they go with the folder."""
    os.environ |= {"FIRSTDESK_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "firstdesk.config.settings"}
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT / "src"))
    from firstdesk.config import embedded  # noqa: PLC0415 the settings read the environment set above

    with embedded.running(folder, throw_away=True):
        return measure(events)


def measure(events: int) -> int:
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    desk, county = _city()
    began = time.perf_counter()
    _fill(events, desk)
    print(f"generated in {time.perf_counter() - began:.0f} s: {_rows()}")
    city_seconds, city = _timed(lambda: _report(desk, desk.centre.unit))
    county_seconds, of_county = _timed(lambda: _report(desk, county))
    from firstdesk.reporting import papers  # noqa: PLC0415
    from firstdesk.reporting.selectors import records  # noqa: PLC0415

    pdf_seconds, _made = _timed(lambda: papers.pdf(city))
    trace_seconds, trace = _timed(lambda: records.trace(city, "registered"))
    connections.close_all()
    for name, seconds, found in (("city", city_seconds, city), ("county", county_seconds, of_county)):
        numbers = {
            code: found.figures[code]["n"] for code in ("registered", "closed", "promises_kept", "promises_late")
        }
        print(f"{name:>8} {seconds:>8.1f} s   {numbers}")
    print(f"{'PDF':>8} {pdf_seconds:>8.1f} s\n{'trace':>8} {trace_seconds:>8.1f} s   the same: {trace.is_same}")
    kept = city_seconds <= CITY_SECONDS and county_seconds <= COUNTY_SECONDS and trace.is_same
    return 0 if kept else 1


def _city() -> tuple[Any, Any]:
    """A city centre, its counties, theirs; and one matter that went through the verbs, to be copied."""
    from firstdesk.directory.tests.factories import make_unit  # noqa: PLC0415
    from firstdesk.matters.tests.factories import make_desk  # noqa: PLC0415

    desk = make_desk("service_linkage", at=BORN)
    for number in range(COUNTIES):
        code = f"county{number}"
        county = make_unit(
            "centre", parent=desk.centre.unit, centre_kind="service_linkage", code=code, division_code=code
        )
        for street in range(STREETS):
            inner = f"{code}-{street}"
            make_unit("centre", parent=county, centre_kind="governance", code=inner, division_code=inner)
    return desk, county


def _fill(events: int, desk: Any) -> None:
    from django.db import connection  # noqa: PLC0415

    from firstdesk.directory.models import Unit  # noqa: PLC0415
    from firstdesk.ledger.models import Entry  # noqa: PLC0415
    from firstdesk.matters.models import Matter  # noqa: PLC0415
    from firstdesk.matters.tests.factories import make_matter  # noqa: PLC0415
    from firstdesk.obligations.models import Clock  # noqa: PLC0415

    sample = make_matter(desk, state="closed")
    chain = f"matter:{sample.pk}"
    values = {
        "centres": list(Unit.objects.filter(kind="centre").order_by("pk").values_list("pk", flat=True)),
        "matters": events // EACH, "natures": list(NATURES), "topics": list(TOPICS), "sample": sample.pk, "born": BORN,
        "unit": desk.centre.linkage.pk, "each": EACH, "own": Entry.objects.filter(chain=chain).count(), "chain": chain,
    }  # fmt: skip
    own = {
        "matters": (Matter, {"id", "number", "token", "seq", "centre_id", "nature", "topic", "urgency", "registered_at", "ended_at", "changed_at"}),
        "clocks": (Clock, {"id", "matter_id", "centre_id", "started_at", "due_at", "warn_at", "stopped_at", "outcome"}),
        "ledger": (Entry, {"id", "chain", "seq", "at", "verb", "subject_id"}),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET work_mem = '256MB'; SELECT setseed(0.5)")
        for part, text in FILL.items():
            model, changed = own.get(part, (Matter, set()))
            names = [each.column for each in model._meta.concrete_fields if each.column not in changed]
            cursor.execute(
                text.replace("{columns}", ", ".join(names)).replace(
                    "{old}", ", ".join(f"old.{name}" for name in names)
                ),
                values,
            )
        cursor.execute("RESET session_replication_role; RESET work_mem")
        cursor.execute("VACUUM (ANALYZE, PARALLEL 2)")


def _rows() -> str:
    from firstdesk.ledger.models import Entry  # noqa: PLC0415
    from firstdesk.matters.models import Matter  # noqa: PLC0415
    from firstdesk.obligations.models import Clock  # noqa: PLC0415

    return f"{Entry.objects.count():,} events, {Matter.objects.count():,} matters, {Clock.objects.count():,} clocks"


def _report(desk: Any, unit: Any) -> Any:
    from firstdesk.reporting import services  # noqa: PLC0415
    from firstdesk.reporting.kinds import report_kinds  # noqa: PLC0415
    from firstdesk.reporting.services import NewReport  # noqa: PLC0415
    from firstdesk.reporting.spans import Span  # noqa: PLC0415

    new = NewReport(unit=unit, kind=report_kinds()["work_year"], span=Span(date(2025, 1, 1), date(2025, 12, 31)))
    return services.begin(new, by=desk.by, at=NOW)


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = act()
    return time.perf_counter() - began, found


if __name__ == "__main__":
    sys.exit(main())
