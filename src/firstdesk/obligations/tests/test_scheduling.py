"""Duties are written down ahead; what is begun stays, what lies ahead follows the rules."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstdesk.directory.models import CentreKind, Unit
from firstdesk.directory.tests.factories import make_centre
from firstdesk.matters.tests.factories import SHANGHAI
from firstdesk.obligations import services
from firstdesk.obligations.models import Occurrence, Schedule
from firstdesk.obligations.services import Happened, Shown
from firstdesk.obligations.tests.factories import by_unit, rules_with, the_duty

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
MONTHLY = "{period: monthly, due: {day: 25}}"


def centre(kind: str = CentreKind.GOVERNANCE) -> Unit:
    return make_centre(kind).unit


def listed(unit: Unit | None = None, rule: str = "gc.test") -> list[tuple[object, ...]]:
    rows = Occurrence.objects.filter(rule_id=rule).order_by("unit", "subject", "due_at", "number")
    if unit is not None:
        rows = rows.filter(centre=unit)
    return list(
        rows.values_list("pk", "unit", "subject", "period_start", "period_end", "due_at", "state", "rulebook_version")
    )


def days(rule: str = "gc.test") -> list[date]:
    rows = Occurrence.objects.filter(rule_id=rule).order_by("due_at", "number")
    return [each.due_at.astimezone(SHANGHAI).date() for each in rows]


def test_sixty_days_ahead_and_no_further() -> None:
    rules_with(MONTHLY)
    centre()
    services.keep_duties(at=MONDAY)
    assert days() == [date(2026, 3, 25), date(2026, 4, 25)]


def test_what_has_begun_is_owed_however_far_its_day_and_may_be_done_early() -> None:
    rules_with("{period: half_yearly}")
    unit = centre()
    services.keep_duties(at=MONDAY)
    assert days() == [date(2026, 6, 30)]
    shown = Shown(kind="work_plan", unit=unit, happened_on=MONDAY.date(), ref="report:1")
    assert [done.rule_id for done in services.prove([shown], by=by_unit(unit), at=MONDAY)] == ["gc.test"]


def test_what_comes_daily_is_shown_a_month_ahead() -> None:
    rules_with("{period: daily}")
    centre()
    services.keep_duties(at=MONDAY)
    assert (days()[0], days()[-1], len(days())) == (date(2026, 3, 2), date(2026, 4, 2), 32)


def test_the_next_day_adds_what_came_near() -> None:
    rules_with("{period: daily}")
    centre()
    services.keep_duties(at=MONDAY)
    services.keep_duties(at=MONDAY + timedelta(days=1))
    assert days()[-1] == date(2026, 4, 3) and len(days()) == len(set(days()))


def test_each_linkage_unit_owes_it_by_itself_and_one_of_another_class_does_not() -> None:
    rules_with(MONTHLY, more="scope: unit\n  when: {unit_class: [c1]}")
    made = make_centre(CentreKind.GOVERNANCE)
    made.linkage.linkage_class = 1
    made.linkage.save()
    services.keep_duties(at=MONDAY)
    assert {row[1] for row in listed(made.unit)} == {made.linkage.pk}
    owing = the_duty().owing_post
    assert owing is not None and owing.is_leader and owing.unit == made.linkage


def test_one_market_day_that_is_also_a_fixed_day_is_one_duty() -> None:
    rules_with("{period: weekly, weekdays: [3, 4], market_days: true}")
    unit = centre()
    services.keep_duties(at=MONDAY)
    markets = services.Markets(month_days=[4, 6])  # 4 March is a Wednesday
    services.set_market_days(unit, markets, by=by_unit(unit), at=MONDAY)
    services.keep_duties(at=MONDAY)
    assert days()[:4] == [date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 11)]


def test_a_rule_that_changes_touches_only_the_future() -> None:
    """The month that has begun keeps the day it began with; the months ahead follow."""
    rules_with(MONTHLY)
    unit = centre()
    services.keep_duties(at=MONDAY)
    before = listed(unit)
    rules_with("{period: monthly, due: {day: 20}}", from_="2026-03-03")
    services.keep_duties(at=MONDAY + timedelta(days=1))
    after = listed(unit)
    assert after[0] == before[0]
    assert days() == [date(2026, 3, 25), date(2026, 4, 20)]
    assert after[1][0] == before[1][0] and after[1][-1] != before[1][-1]


def test_a_rule_that_goes_takes_only_what_nobody_began() -> None:
    rules_with(MONTHLY)
    unit = centre()
    services.keep_duties(at=MONDAY)
    rules_with(MONTHLY, rule_id="gc.other", from_="2026-03-03")
    services.keep_duties(at=MONDAY + timedelta(days=1))
    assert [row[3] for row in listed(unit)] == [date(2026, 3, 1)]


def test_another_rhythm_begins_after_the_period_that_has_begun() -> None:
    rules_with(MONTHLY)
    centre()
    services.keep_duties(at=MONDAY)
    rules_with("{period: weekly, due: {weekday: 5}}", from_="2026-03-03")
    services.keep_duties(at=MONDAY + timedelta(days=14))
    assert days() == [date(2026, 3, 25), date(2026, 4, 10)]


def test_the_same_rule_in_another_version_leaves_its_duties_alone() -> None:
    rules_with(MONTHLY)
    unit = centre()
    services.keep_duties(at=MONDAY)
    before = listed(unit)
    rules_with(MONTHLY, from_="2026-03-03")
    services.keep_duties(at=MONDAY + timedelta(days=1))
    assert listed(unit) == before


def test_a_unit_that_is_closed_owes_nothing_further() -> None:
    rules_with(MONTHLY, more="scope: unit")
    made = make_centre(CentreKind.GOVERNANCE)
    services.keep_duties(at=MONDAY)
    assert len(listed(made.unit)) == 2
    made.linkage.is_active = False
    made.linkage.save()
    services.keep_duties(at=MONDAY + timedelta(days=1))
    assert [row[3] for row in listed(made.unit)] == [date(2026, 3, 1)]


def test_a_round_does_some_centres_and_the_next_one_goes_on() -> None:
    rules_with(MONTHLY)
    for _number in range(3):
        centre()
    assert services.schedule_due(at=MONDAY, limit=2) == 2
    assert services.schedule_due(at=MONDAY, limit=2) == 1
    assert services.schedule_due(at=MONDAY, limit=2) == 0
    assert Schedule.objects.count() == 3


def test_in_a_sensitive_period_it_is_owed_besides_every_day_of_it_and_no_day_more() -> None:
    rules_with(MONTHLY, more="tightened: {period: daily}")
    unit = centre()
    said = services.Declared(title="两会", reason="会议期间", first=date(2026, 3, 4), last=date(2026, 3, 6))
    services.declare(unit, said, by=by_unit(unit), at=MONDAY)
    services.keep_duties(at=MONDAY)
    tight = Occurrence.objects.filter(rule_id="gc.test", is_tightened=True).order_by("due_at")
    assert [row.period_start for row in tight] == [date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 6)]
    assert date(2026, 3, 25) in days()


def test_ended_early_it_asks_for_nothing_from_then_on() -> None:
    rules_with(MONTHLY, more="tightened: {period: daily}")
    unit = centre()
    said = services.Declared(title="两会", reason="会议期间", first=date(2026, 3, 2), last=date(2026, 3, 6))
    period = services.declare(unit, said, by=by_unit(unit), at=MONDAY)
    services.keep_duties(at=MONDAY)
    services.end_sensitive(period, reason="提前结束", by=by_unit(unit), at=MONDAY)
    services.keep_duties(at=MONDAY)
    tight = Occurrence.objects.filter(is_tightened=True)
    assert [row.period_start for row in tight] == [date(2026, 3, 2)]


def test_after_an_event_within_working_days_once() -> None:
    rules_with("{after: {event: matter.closed, within: {amount: 3, unit: working_days}}}")
    unit = centre()
    happened = Happened("matter.closed", unit, date(2026, 4, 30), "file:7", "卷宗7")
    services.raise_after(happened, at=MONDAY)
    services.raise_after(happened, at=MONDAY)
    row = Occurrence.objects.get(rule_id="gc.test")
    assert row.due_at.astimezone(SHANGHAI).date() == date(2026, 5, 8)  # 1 to 5 May are days off
    assert (row.subject, row.subject_label) == ("file:7", "卷宗7")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    every=st.sampled_from(
        ["{period: daily}", "{period: weekly, times: 3}", "{period: half_monthly}", MONTHLY, "{period: quarterly}",
         "{period: weekly, weekdays: [1, 6]}", "{period: monthly, due: {before_day: 25}}"]
    ),
    shift=st.integers(0, 70),
    proved=st.booleans(),
)  # fmt: skip
def test_regenerating_changes_nothing(every: str, shift: int, proved: bool) -> None:
    """Whatever the rhythm, the day, and what was proved meanwhile: a second round on the same day writes no row anew."""
    rules_with(every, rule_id="gc.test")
    unit = centre()
    at = MONDAY + timedelta(days=shift)
    services.schedule(unit, at=at)
    if proved:
        shown = Shown(kind="work_plan", unit=unit, happened_on=at.date(), ref="note:1", title="计划")
        services.prove([shown], by=by_unit(unit), at=at)
    before = list(Occurrence.objects.filter(centre=unit).order_by("pk").values())
    services.schedule(unit, at=at)
    assert list(Occurrence.objects.filter(centre=unit).order_by("pk").values()) == before


def test_many_centres_take_as_many_statements_as_one() -> None:
    rules_with(MONTHLY, more="scope: unit\n  tightened: {period: daily}")
    for _number in range(6):
        centre()
    with CaptureQueriesContext(connection) as alone:
        services.schedule_due(at=MONDAY, limit=1)
    with CaptureQueriesContext(connection) as together:
        assert services.schedule_due(at=MONDAY, limit=5) == 5
    assert len(together) <= len(alone)
    assert len({row.centre_id for row in Occurrence.objects.all()}) == 6


def test_killed_in_the_middle_it_goes_on_where_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was begun and not ended is as if it had not been; what was done before stands; the next round does the rest."""
    rules_with(MONTHLY)
    for _number in range(4):
        centre()
    services.schedule_due(at=MONDAY, limit=2)
    before = listed()

    def killed(*_args: object, **_values: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt), transaction.atomic():
        patch.setattr("firstdesk.obligations.services.scheduling.Schedule.objects.bulk_create", killed)
        services.schedule_due(at=MONDAY, limit=2)
    assert listed() == before and Schedule.objects.count() == 2
    assert services.schedule_due(at=MONDAY, limit=50) == 2
    assert len(listed()) == 2 * len(before) and set(before) <= set(listed())
