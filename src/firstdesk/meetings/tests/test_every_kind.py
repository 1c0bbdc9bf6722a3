"""Whatever kind of meeting the rules name may be held, asks whom they say, and does the duties it is for."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from firstdesk.directory.models import CentreKind, Unit
from firstdesk.matters.tests.factories import make_desk
from firstdesk.meetings import services
from firstdesk.meetings.models import Attendance
from firstdesk.meetings.tests.factories import HOUR, Table, come, end, make_running, write_all
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Occurrence
from firstdesk.rulebook.load import load_rulebook
from firstdesk.rulebook.meetings import MeetingRule, meetings_for
from firstdesk.rulebook.model import DutyRule

pytestmark = pytest.mark.django_db
HELD = date(2025, 12, 30)  # when a year, a half, a quarter, a month and half of it all come to their end
BOOK = load_rulebook(Path(__file__).parents[4] / "rules")
KINDS = [rule for rule in BOOK.rules.values() if isinstance(rule, MeetingRule)]
HOME = {
    "governance": CentreKind.GOVERNANCE, "police-office": CentreKind.POLICE_OFFICE,
    "service-linkage": CentreKind.SERVICE_LINKAGE,
}  # fmt: skip


@pytest.mark.parametrize("rule", KINDS, ids=lambda rule: rule.id)
def test_held_signed_and_its_duties_done(rule: MeetingRule) -> None:
    kind = HOME[rule.regulation]
    assert rule in meetings_for(BOOK, kind)
    begins = timezone.make_aware(datetime.combine(HELD, time(9)))
    desk = make_desk(kind, at=begins - timedelta(days=4))
    obligations.schedule(desk.centre.unit, at=desk.at)
    occasion = "岁末年初安保" if rule.needs_occasion else ""
    table = make_running(desk, rule=rule.id, begins=begins, occasion=occasion)
    assert [item.code for item in table.items if item.source == "standard"] == [point.id for point in rule.agenda]
    come(table, "director", "intake")
    _others(table, rule)
    write_all(table)
    end(table)
    services.sign(table.meeting, by=table.chair, at=table.now + 2 * HOUR)
    done = Occurrence.objects.filter(unit=desk.centre.unit, state="done").values_list("rule_id", flat=True)
    assert set(done) == _meant(desk.centre.unit, rule)
    assert bool(done) == bool(rule.evidence)


def test_every_kind_has_two_letters_of_its_own_in_the_numbers_of_its_papers() -> None:
    codes = {(rule.kind, rule.code) for rule in KINDS}
    assert all(len(code) == 2 and code.isascii() and code.isupper() for _kind, code in codes)
    assert len(codes) == len({kind for kind, _code in codes}) == len({code for _kind, code in codes})


def _others(table: Table, rule: MeetingRule) -> None:
    """Those without whom it is no such meeting."""
    centre = table.desk.centre
    if rule.comes == "units":
        leader, way = centre.linkage_people["leader"], Attendance.Way.LIST
        services.sign_in(table.meeting, leader, centre.linkage, way=way, by=table.chair, at=table.now)
    if rule.comes == "guests":
        services.sign_guest_in(table.meeting, "", "县农商行", way="list", by=table.chair, at=table.now)
    if rule.comes == "residents":
        services.count_residents(table.meeting, 12, by=table.chair, at=table.now)


def _meant(unit: Unit, rule: MeetingRule) -> set[str]:
    """Open duties of that day that want nothing but what such a meeting gives."""
    meant = Occurrence.objects.filter(unit=unit, period_start__lte=HELD, period_end__gte=HELD)
    wants = {each.rule_id: BOOK.rule(each.rule_id) for each in meant}
    return {
        key for key, duty in wants.items() if isinstance(duty, DutyRule) and set(duty.evidence) <= set(rule.evidence)
    }
