"""The clocks of a case are those of its kind of mediation: the two are never mixed."""

from datetime import timedelta

import pytest

from firstdesk.mediation.models import Case, Profile
from firstdesk.mediation.services import case as verbs
from firstdesk.mediation.services.kernel import Happening, happen
from firstdesk.mediation.tests.factories import Table, make_accepted
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState

pytestmark = pytest.mark.django_db


def _open(table: Table) -> dict[str, str]:
    """The running clocks of the case, with the rule of each."""
    found = Clock.objects.filter(matter_id=table.case.matter_id, part=table.case.part)
    return {clock.code: clock.rule_id for clock in found.exclude(state=ClockState.STOPPED)}


def _ended(table: Table, outcome: str) -> None:
    told = Happening("mediation.session_ended", facts={"session_outcome": outcome})
    happen(table.case, told, by=table.by, at=table.at + timedelta(days=1))


@pytest.mark.parametrize(
    ("grade", "rule"), [("ordinary", "gc.mediation.ordinary"), ("complex", "gc.mediation.complex")]
)
def test_people_s_mediation_runs_by_its_grade_within_a_month(grade: str, rule: str) -> None:
    table = make_accepted(grade=grade)
    assert _open(table) == {"mediation": rule, "mediation_outer": "gc.mediation.outer"}
    _ended(table, "again")
    assert "second_session" not in _open(table)  # a rule of the police, not of people's mediation


def test_a_major_dispute_is_organised_at_once_and_reported_upward() -> None:
    table = make_accepted(grade="major")
    assert _open(table) == {
        "mediation": "gc.mediation.major",
        "mediation_outer": "gc.mediation.outer",
        "mediation_report_up": "gc.mediation.report_up",
    }
    happen(table.case, Happening("mediation.reported_up"), by=table.by, at=table.at)
    assert "mediation_report_up" not in _open(table)


def test_graded_anew_the_promise_counts_from_then_and_the_month_goes_on() -> None:
    table = make_accepted(grade="ordinary")
    verbs.regrade(table.case, "major", "unrest", by=table.by, at=table.at)
    assert _open(table) == {
        "mediation": "gc.mediation.major",
        "mediation_outer": "gc.mediation.outer",
        "mediation_report_up": "gc.mediation.report_up",
    }
    verbs.regrade(table.case, "complex", "simpler", by=table.by, at=table.at)
    assert _open(table) == {"mediation": "gc.mediation.complex", "mediation_outer": "gc.mediation.outer"}


def test_public_order_mediation_has_three_days_and_seven_for_a_second_session() -> None:
    table = make_accepted(profile=Profile.PUBLIC_ORDER)
    assert _open(table) == {"mediation": "pm.mediation.public_order"}
    _ended(table, "again")
    assert _open(table) == {"second_session": "pm.mediation.second_session"}
    _ended(table, "agreed")
    assert _open(table) == {}


def test_a_clear_refusal_leaves_no_clock_running() -> None:
    table = make_accepted()
    happen(table.case, Happening("mediation.failed", "failed"), by=table.by, at=table.at)
    assert _open(table) == {}
    assert Case.objects.get(pk=table.case.pk).state == "failed"
