"""Bring the duty lists of many centres up to date with as many statements as for one.

The wanted rows (each day of a rule × everything that owes it) go into a temporary table; the database compares it with
what exists, so no row passes through Python."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import connection

from firstdesk.common.bulk import as_json


@dataclass(frozen=True, slots=True)
class Owed:
    """Who owes a rule: an organisation or one thing of it."""

    rule_id: str
    centre_id: int
    unit_id: int
    owing_post_id: int | None
    subject: str
    subject_label: str


@dataclass(frozen=True, slots=True)
class Time:
    """One time a rule falls due; for one centre only where its market days or a sensitive period cause it."""

    rule_id: str
    for_centre: int | None
    period_start: date
    period_end: date
    number: int
    due_at: datetime
    warn_at: datetime | None
    is_provisional: bool
    is_tightened: bool


LAY_OUT = """
CREATE TEMPORARY TABLE obligations_wanted AS
SELECT owed.centre_id, owed.unit_id, owed.owing_post_id, owed.subject, owed.subject_label, owed.rule_id,
    day.period_start, day.period_end, day.number, day.due_at, day.warn_at, day.is_provisional, day.is_tightened
FROM json_to_recordset(%(owed)s::json) AS owed (
    rule_id text, centre_id bigint, unit_id bigint, owing_post_id bigint, subject text, subject_label text
) JOIN json_to_recordset(%(times)s::json) AS day (
    rule_id text, for_centre bigint, period_start date, period_end date, number int, due_at timestamptz, warn_at timestamptz,
    is_provisional bool, is_tightened bool
) ON day.rule_id = owed.rule_id AND (day.for_centre IS NULL OR day.for_centre = owed.centre_id);
ANALYZE obligations_wanted
"""
CLEAR_AWAY = "DROP TABLE obligations_wanted"
SAME_DUTY = """there.centre_id = wanted.centre_id AND there.unit_id = wanted.unit_id AND there.rule_id = wanted.rule_id
    AND there.subject = wanted.subject"""
SAME = f"{SAME_DUTY} AND there.period_start = wanted.period_start AND there.number = wanted.number"
AHEAD = "there.period_start > %(today)s AND there.state = 'scheduled'"  # nobody has begun it

# No other period of a duty falls into one that has begun.
GIVE_WAY = f"""
DELETE FROM obligations_wanted AS wanted USING obligations_occurrence AS there
WHERE {SAME_DUTY} AND there.is_tightened = wanted.is_tightened AND there.period_end >= %(today)s AND NOT ({AHEAD})
    AND there.period_start <= wanted.period_end AND wanted.period_start <= there.period_end
    AND there.period_start <> wanted.period_start
"""
# What lies ahead and no rule asks for any more was never owed by anybody.
DROP = f"""
DELETE FROM obligations_occurrence AS there
WHERE there.centre_id = ANY(%(centres)s) AND there.period_end >= %(today)s AND {AHEAD}
    AND NOT EXISTS (SELECT FROM obligations_wanted AS wanted WHERE {SAME})
    AND NOT EXISTS (SELECT FROM obligations_proof AS proof WHERE proof.occurrence_id = there.id)
"""
# What lies ahead takes on what the rules in force say of it. A rule that says the same word for word changes nothing.
FOLLOW = f"""
UPDATE obligations_occurrence AS there SET rulebook_version = asked.version, period_end = wanted.period_end,
    due_at = wanted.due_at, warn_at = wanted.warn_at, owing_post_id = wanted.owing_post_id,
    subject_label = wanted.subject_label, is_provisional = wanted.is_provisional
FROM obligations_wanted AS wanted, json_to_recordset(%(versions)s::json) AS asked (rule_id text, was text, version text)
WHERE {SAME} AND {AHEAD} AND asked.rule_id = there.rule_id AND asked.was = there.rulebook_version
    AND (there.rulebook_version, there.period_end, there.due_at, there.warn_at, there.owing_post_id, there.subject_label,
        there.is_provisional)
    IS DISTINCT FROM (asked.version, wanted.period_end, wanted.due_at, wanted.warn_at, wanted.owing_post_id,
        wanted.subject_label, wanted.is_provisional)
"""
ADD = """
INSERT INTO obligations_occurrence (centre_id, unit_id, owing_post_id, subject, subject_label, rule_id, rulebook_version,
    period_start, period_end, number, due_at, warn_at, is_provisional, is_tightened, state, evidence, explanation, waiver)
SELECT centre_id, unit_id, owing_post_id, subject, subject_label, rule_id, %(version)s, period_start, period_end, number,
    due_at, warn_at, is_provisional, is_tightened, 'scheduled', '', '', ''
FROM obligations_wanted
ON CONFLICT ON CONSTRAINT obligations_occurrence_once DO NOTHING
"""
VERSIONS = """
SELECT DISTINCT rule_id, rulebook_version FROM obligations_occurrence AS there
WHERE there.centre_id = ANY(%(centres)s) AND there.period_end >= %(today)s AND there.period_start > %(today)s
"""


def versions_ahead(centres: Collection[int], today: date) -> list[tuple[str, str]]:
    """Rules and versions under which future duties were scheduled."""
    with connection.cursor() as cursor:
        cursor.execute(VERSIONS, {"centres": list(centres), "today": today})
        return list(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the duty lists of some centres should contain."""

    centres: Collection[int]
    version: str
    owed: Iterable[Owed]
    times: Iterable[Time]
    versions: Iterable[tuple[str, str, str]]  # of what lies ahead: rule, the version it has, the version it is to have


def lay(wanted: Wanted, today: date) -> None:
    """Bring the lists in line. Duties that have begun stay; future ones are dropped, changed and added. Idempotent."""
    names = ("rule_id", "was", "version")
    values: dict[str, str | list[int] | date] = {
        "owed": as_json([asdict(each) for each in wanted.owed]),
        "times": as_json([asdict(each) for each in wanted.times]),
        "versions": as_json([dict(zip(names, each, strict=True)) for each in wanted.versions]),
        "centres": list(wanted.centres),
        "version": wanted.version,
        "today": today,
    }
    with connection.cursor() as cursor:
        for statement in (*LAY_OUT.split(";"), GIVE_WAY, DROP, FOLLOW, ADD, CLEAR_AWAY):
            cursor.execute(statement, values)
