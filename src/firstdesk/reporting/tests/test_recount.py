"""Every figure equals a recount from the record, and a report drawn again later as of the same cut-off says the same."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from firstdesk.matters.tests.factories import MONDAY, Desk, make_desk
from firstdesk.mediation.tests.factories import make_committee
from firstdesk.obligations.services.scheduling import schedule
from firstdesk.reporting.figures.charts import CHARTS
from firstdesk.reporting.figures.scope import Scope
from firstdesk.reporting.kinds import UNIT, figure_kinds
from firstdesk.reporting.selectors import freezing
from firstdesk.reporting.spans import Span
from firstdesk.reporting.tests.histories import DAYS, DESKS, FATES, GAPS, SENT, History, told
from firstdesk.reporting.tests.recounting import Recount

pytestmark = pytest.mark.django_db

SPAN = Span(date(2025, 9, 15), date(2025, 9, 21))
COUNTED = {code: figure for code, figure in figure_kinds().items() if figure.query}
# Each failing history is short enough to be read as it is; nothing is made smaller.
HISTORIES = settings(
    max_examples=10, deadline=None, phases=(Phase.generate,), suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip
# Parts of a matter (a way to a place, a mediation) have promises of their own, which the recount does not run.
PROMISES = frozenset({"promises_kept", "promises_late", "owed_kept", "owed_late"})


def drawn(desk: Desk, hours: int) -> dict[str, object]:
    """Every figure and every drawing as of that many hours into the week: number, digest, parts."""
    ends = SPAN.begins + timedelta(hours=hours)
    centres = frozenset({desk.centre.unit.pk})
    own, unit = (Scope(pk, centres, SPAN, ends) for pk in (desk.centre.unit.pk, desk.centre.linkage.pk))
    found: dict[str, object] = {}
    for code, figure in COUNTED.items():
        rows = freezing.rows_of(figure, unit if figure.about == UNIT else own)
        found[code] = freezing.tally(rows)
    for code, chart in CHARTS.items():
        parts = chart.count(unit if code == "asked_by_topic" else own)
        found[f"chart {code}"] = parts
        assert sum(n for _part, n in parts) == found[chart.whole][0], code  # type: ignore[index]
    return found


def check(history: History, hours: int, *, but: frozenset[str] = frozenset()) -> dict[str, int]:
    """Draw in the middle, let the rest happen, draw again; and count both from the record, but for some. Returns the numbers."""
    desk, ends = history.desk, SPAN.begins + timedelta(hours=hours)
    history.until(ends)
    before = drawn(desk, hours)
    history.until(MONDAY + timedelta(days=60))
    assert drawn(desk, hours) == before
    counted = Recount(desk, SPAN, ends).n
    numbers = {code: before[code][0] for code in COUNTED}  # type: ignore[index]
    assert {code: n for code, n in numbers.items() if n != counted[code] and code not in but} == {}, dict(counted)
    return numbers


@given(
    desks=DESKS,
    sent=SENT,
    hours=st.integers(30, 168),
)
@HISTORIES
def test_of_matters_promises_and_referrals(
    desks: list[tuple[int, int, int, int]], sent: list[tuple[int, int, int]], hours: int
) -> None:
    check(told(desks, sent), hours)


@given(
    cases=st.lists(st.tuples(DAYS, GAPS, st.booleans()), max_size=2),
    drives=st.lists(st.tuples(DAYS, GAPS, st.integers(0, 9), st.booleans()), max_size=3),
    fates=st.lists(FATES, max_size=6),
    hours=st.integers(30, 168),
)
@HISTORIES
def test_of_mediation_drives_duties_and_turnouts(
    cases: list[tuple[int, int, bool]], drives: list[tuple[int, int, int, bool]], fates: list[int], hours: int
) -> None:
    desk = make_desk(at=MONDAY)
    make_committee(desk)
    schedule(desk.centre.unit, at=MONDAY - timedelta(days=4))
    history = History(desk)
    history.to_the_place(1)
    for case in cases:
        history.mediated(*case)
    for drive in drives:
        history.drive(*drive)
    history.duties(fates)
    check(history, hours, but=PROMISES)


def test_every_fate_at_once() -> None:
    """One story of each kind, so that no figure is only ever compared at zero."""
    history = History(make_desk(at=MONDAY))
    for fate in range(7):
        history.at_the_desk(0, 12, fate, fate)
        history.sent_on(0, 12, fate)
    history.sent_on(0, 6, 4)
    numbers = check(history, 80)
    few = {code for code, n in numbers.items() if not n}
    assert few <= {"mediated", "settled", "unsettled", "screening_zero", "screening_silent", "duties_done", "duties_missed", "turnouts", "promises_late", "owed_late"}, few  # fmt: skip
