"""Figures as of their cut-off, one way of going on since after the other. (`test_recount.py` counts them all from the record.)"""

from datetime import date, datetime, timedelta

import pytest

from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Step
from firstdesk.matters.tests.factories import MONDAY, Desk, make_desk, new_matter
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services import More
from firstdesk.reporting.figures import QUERIES
from firstdesk.reporting.figures.charts import CHARTS
from firstdesk.reporting.figures.scope import Scope
from firstdesk.reporting.kinds import figure_kinds, report_kinds
from firstdesk.reporting.selectors import freezing
from firstdesk.reporting.spans import Span

pytestmark = pytest.mark.django_db

SPAN = Span(date(2025, 9, 15), date(2025, 9, 21))
WAY = [("handling", "matter.triaged"), ("to_reply", "matter.finished"), ("follow_up", "matter.replied"), ("closed", "matter.closed")]  # fmt: skip


def scope_at(desk: Desk, ends: datetime | None = None) -> Scope:
    return Scope(desk.centre.unit.pk, frozenset({desk.centre.unit.pk}), SPAN, ends or SPAN.ends)


def test_every_query_is_named_once_and_exists() -> None:
    wanted = {figure.query for figure in figure_kinds().values() if figure.query}
    assert wanted == set(QUERIES)
    assert {chart for kind in report_kinds().values() for chart in kind.charts} <= set(CHARTS)


def live(desk: Desk, plan: list[tuple[int, int, str, bool]]) -> None:
    """Matters that come, go some steps a few hours apart, are withdrawn or taken up again; time passes beside them."""
    for day, steps, nature, again in plan:
        at = MONDAY + timedelta(days=day, hours=steps)
        matter = matters.open_matter(new_matter(desk, nature=nature, topic="public_order"), by=desk.by, at=at)
        for number, (state, event) in enumerate(WAY[: steps % 5]):
            moment = at + timedelta(hours=20 * (number + 1))
            obligations.sweep(at=moment)
            matters.advance(matter, Step(state, event), by=desk.by, at=moment)
        last = at + timedelta(hours=20 * 6)
        obligations.sweep(at=last)
        if steps % 5 == 0 and again:
            matters.withdraw(matter, reason="不用了", by=desk.by, at=last)
        elif steps % 5 == 4 and again:
            matters.reopen(matter, reason="又发生了", by=desk.by, at=last)
    obligations.sweep(at=MONDAY + timedelta(days=40))


def test_what_is_taken_up_again_later_was_over_at_the_cut_off() -> None:
    desk = make_desk(at=MONDAY)
    live(desk, [(0, 4, "help", False)])
    matter = Matter.objects.get()
    before = QUERIES["still_open"](scope_at(desk)).count()
    matters.reopen(matter, reason="又发生了", by=desk.by, at=SPAN.ends + timedelta(days=3))
    assert before == QUERIES["still_open"](scope_at(desk)).count() == 0
    assert QUERIES["still_open"](scope_at(desk, matter.registered_at + timedelta(minutes=1))).count() == 1


def test_what_is_classified_anew_later_counts_as_it_was() -> None:
    desk = make_desk(at=MONDAY)
    live(desk, [(0, 0, "public_order", False), (1, 0, "help", False)])
    matter = Matter.objects.get(nature="public_order")
    step = Step(None, "matter.reclassified", changes={"nature": "civil_dispute"})
    matters.advance(matter, step, by=desk.by, at=SPAN.ends + timedelta(days=1))
    scope = scope_at(desk)
    assert (QUERIES["public_order"](scope).count(), QUERIES["disputes"](scope).count()) == (1, 0)
    assert dict(CHARTS["by_nature"].count(scope)) == {"public_order": 1, "help": 1}


def test_more_time_given_later_does_not_mend_a_broken_promise() -> None:
    desk = make_desk(at=MONDAY)
    matters.open_matter(new_matter(desk), by=desk.by, at=MONDAY)
    obligations.sweep(at=SPAN.ends - timedelta(hours=2))
    scope = scope_at(desk)
    late = set(QUERIES["promises_late"](scope).values_list("pk", flat=True))
    assert late
    clock = Clock.objects.get(pk=min(late))
    obligations.extend(clock, More(40, "working_days"), by=desk.by, at=SPAN.ends + timedelta(days=1))
    assert set(QUERIES["promises_late"](scope).values_list("pk", flat=True)) == late


def test_more_time_given_before_the_cut_off_mends_it() -> None:
    desk = make_desk(at=MONDAY)
    matters.open_matter(new_matter(desk), by=desk.by, at=MONDAY)
    obligations.sweep(at=SPAN.ends - timedelta(hours=2))
    clock = QUERIES["promises_late"](scope_at(desk)).first()
    obligations.extend(clock, More(40, "working_days"), by=desk.by, at=SPAN.ends - timedelta(hours=1))
    assert not QUERIES["promises_late"](scope_at(desk)).filter(pk=clock.pk).exists()


def test_a_digest_tells_one_set_from_another() -> None:
    desk = make_desk(at=MONDAY)
    live(desk, [(0, 0, "help", False), (0, 0, "help", False), (0, 0, "help", False)])
    rows = Matter.objects.order_by("pk")
    first, other = rows.exclude(pk=rows[0].pk), rows.exclude(pk=rows[1].pk)
    assert freezing.tally(first) != freezing.tally(other)
    assert freezing.tally(rows.order_by("-pk")) == freezing.tally(rows)
