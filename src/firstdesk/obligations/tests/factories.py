"""Small rulebooks with one duty, to see it written down and changed."""

from datetime import UTC, date, datetime
from itertools import count

from firstdesk.directory.models import Unit
from firstdesk.ledger.actors import Actor
from firstdesk.obligations.models import Occurrence
from firstdesk.regulations.models import RulebookVersion
from firstdesk.rulebook.load import compile_texts
from firstdesk.rulebook.tests.factories import GOOD

_numbers = count(1)
WORDS = """
  unit_class:
    title: {zh: 联动单位类别, en: Class}
    values:
      none: {zh: 无, en: none}
      c1: {zh: 一类, en: one}
      c2: {zh: 二类, en: two}
events:
  matter.closed: {zh: 办结, en: closed}
"""
EVIDENCE = """
evidence:
  work_plan: {zh: 工作计划, en: "Work plan"}
  roll: {zh: 签到, en: "Attendance", form: attendance, by_work: true}
  picture: {zh: 现场照片, en: "Photo", form: photo}
"""
DUTY = """
- id: %(rule_id)s
  title: {zh: %(title)s, en: "Test"}
  clauses: [W-4]
  actor: director
  every: %(every)s
  evidence: %(evidence)s
  %(more)s
"""


def rules_with(
    every: str, *, more: str = "", rule_id: str = "gc.test", from_: str = "2026-01-01", evidence: str = "[work_plan]"
) -> str:
    """Put a rulebook in force, from a day on, whose only duty this is. Returns its version."""
    number = next(_numbers)
    duty = DUTY % {"rule_id": rule_id, "title": "试行职责", "every": every, "more": more, "evidence": evidence}
    facts = GOOD["facts.yaml"].replace("events:", WORDS.strip("\n"), 1).replace("\nevidence:", EVIDENCE.rstrip(), 1)
    cases = "\n".join(line for line in GOOD["wall/cases.yaml"].splitlines() if "wall.meeting" not in line)
    head = GOOD["rulebook.yaml"].replace("2025-01-01", from_).replace("Director", f"Director {number}")
    changed = {"wall/duties.yaml": duty, "facts.yaml": facts, "wall/cases.yaml": cases, "rulebook.yaml": head}
    book = compile_texts(GOOD | changed)
    RulebookVersion.objects.create(
        version=book.version, title="试行", in_force_from=date.fromisoformat(from_), texts=dict(book.texts),
        loaded_at=datetime(2026, 1, 1, 0, 0, number % 60, number // 60, tzinfo=UTC), loaded_by_name="test",
    )  # fmt: skip
    return book.version


def by_unit(unit: Unit) -> Actor:
    """Somebody who holds a post of the unit."""
    held = unit.posts.exclude(appointments=None).order_by("pk").first()
    assert held is not None
    person = held.appointments.get().user
    return Actor(person_id=person.pk, name=str(person), post_id=held.pk, unit_id=unit.pk)


def the_duty(rule_id: str = "gc.test") -> Occurrence:
    """The first time it falls due."""
    return Occurrence.objects.filter(rule_id=rule_id).order_by("due_at", "number")[0]
