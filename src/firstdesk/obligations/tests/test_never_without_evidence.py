"""Whatever people and clockwork do, in whatever order: no duty is done without all its evidence."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import CentreKind, Unit
from firstdesk.directory.tests.factories import make_centre
from firstdesk.ledger.actors import Actor
from firstdesk.matters.tests.factories import SHANGHAI
from firstdesk.obligations import services
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.selectors import duties
from firstdesk.obligations.services import ByHand, Shown
from firstdesk.obligations.states import OccurrenceState
from firstdesk.obligations.tests.factories import by_unit, rules_with

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
REFS = st.sampled_from(["meeting:1", "meeting:2", "note:1"])
STEPS = st.one_of(
    st.tuples(st.just("work"), st.sampled_from(["roll", "work_plan", "picture"]), REFS),
    st.tuples(st.just("hand"), st.sampled_from(["roll", "work_plan", "picture"]), st.sampled_from(["1号", " "])),
    st.tuples(st.just("undo"), st.just(""), REFS),
    st.tuples(st.just("days"), st.just(""), st.sampled_from(["1", "9"])),
)


def take(step: tuple[str, str, str], unit: Unit, by: Actor, at: datetime) -> datetime:
    """One thing that somebody, or time, does; the moment after it."""
    what, kind, value = step
    if what == "days":
        at += timedelta(days=int(value))
        services.keep_duties(at=at)
    elif what == "work":
        services.prove([Shown(kind=kind, unit=unit, happened_on=at.date(), ref=value)], by=by, at=at)
    elif what == "undo":
        services.unprove(value, reason="撤回", by=by, at=at)
    else:
        row = Occurrence.objects.filter(unit=unit).open().order_by("due_at").first()
        if row is not None:
            try:
                services.prove_by_hand(row, ByHand(kind, value, date(at.year, at.month, at.day)), by=by, at=at)
            except Refusal:
                row.refresh_from_db()
    return at


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=12))
def test_no_duty_is_done_without_its_evidence(steps: list[tuple[str, str, str]]) -> None:
    rules_with("{period: weekly, times: 2}", evidence="[work_plan, roll]")
    unit = make_centre(CentreKind.GOVERNANCE).unit
    by, at = by_unit(unit), BEGIN
    services.schedule(unit, at=at)
    for step in steps:
        at = take(step, unit, by, at)
        for row in Occurrence.objects.filter(unit=unit):
            there = {proof.kind for proof in duties.standing(row)}
            whole = {"work_plan", "roll"} <= there
            assert (row.state == OccurrenceState.DONE) == whole, (row.state, there)
            assert (row.state == OccurrenceState.PARTIAL) <= bool(there)
            assert not (row.state == OccurrenceState.SCHEDULED and there)
