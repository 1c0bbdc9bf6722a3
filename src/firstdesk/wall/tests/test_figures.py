"""Figures are what a recount finds: by another road, clock by clock and row by row."""

from collections import defaultdict
from datetime import datetime

import pytest
from django.test import Client

from firstdesk.common import clock
from firstdesk.directory.models import CharterItem
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.obligations.models import Clock, Occurrence, Proof
from firstdesk.obligations.states import Outcome
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.model import DutyRule
from firstdesk.wall.models import WallCount, WallFigure
from firstdesk.wall.selectors import figures as reading
from firstdesk.wall.selectors.places import centres
from firstdesk.wall.services import figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    desk = make_desk()
    for number in range(4):
        make_matter(desk, state=State.HANDLING, at=desk.later(days=-31 * number))
    make_matter(desk, at=desk.later(days=-40))  # still waits to be classified: late
    return desk


def seen(at: datetime) -> dict[tuple[str, str], tuple[int, int]]:
    """Every promise of the last twelve months, one by one: rule and month → kept, late."""
    found: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for each in Clock.objects.promises():
        moment = each.stopped_at or (each.due_at if each.due_at < at and each.state == "running" else None)
        if moment is None or each.outcome == Outcome.MOOT:
            continue
        kept, late = found[each.rule_id, f"{clock.local(moment):%Y-%m}"]
        is_kept = each.outcome == Outcome.KEPT
        found[each.rule_id, f"{clock.local(moment):%Y-%m}"] = (kept + is_kept, late + (not is_kept))
    return dict(found)


def stored(rules: set[str]) -> dict[tuple[str, str], tuple[int, int]]:
    rows = WallFigure.objects.filter(carrier__in=rules)
    return {(row.carrier, f"{row.month:%Y-%m}"): (row.kept, row.missed) for row in rows}


def test_figures_equal_a_recount_from_the_clocks(desk: Desk) -> None:
    at = desk.later(hours=2)
    figures.refresh(at=at)
    expected = seen(at)
    assert len({month for _rule, month in expected}) > 2, "several months, else this proves little"
    assert stored({rule for rule, _month in expected}) == expected


def test_counting_twice_changes_nothing(desk: Desk) -> None:
    at = desk.later(hours=2)
    figures.refresh(at=at)
    before = list(WallFigure.objects.order_by("pk").values())
    WallCount.objects.all().delete()
    figures.refresh(at=at)
    assert list(WallFigure.objects.order_by("pk").values()) == before


def test_what_is_gone_is_counted_no_longer_and_what_is_new_is(desk: Desk) -> None:
    figures.refresh(at=desk.later(hours=1))
    row = WallFigure.objects.filter(carrier="gc.triage.normal").latest("month")
    make_matter(desk, state=State.HANDLING, at=desk.later(hours=1))
    WallFigure.objects.create(centre=row.centre, month=row.month, carrier="nobody.knows", kept=7)
    figures.refresh(at=desk.later(hours=2))
    assert WallFigure.objects.get(pk=row.pk).kept == row.kept + 1
    assert not WallFigure.objects.filter(carrier="nobody.knows").exists()


def test_records_are_counted_by_the_model_the_rule_names(desk: Desk) -> None:
    at = desk.later(hours=2)
    figures.refresh(at=at)
    book = regulations.current(at)
    number = next(rule.id for rule in book.rules.values() if getattr(rule, "stores", "") == "matters.Matter.number")
    month = clock.local(at).date().replace(day=1)
    row = WallFigure.objects.get(carrier=number, month=month, centre=desk.centre.unit)
    expected = sum(clock.local(each.registered_at).date() >= month for each in Matter.objects.all())
    assert row.kept == expected > 0


def test_a_duty_done_in_time_is_kept_and_one_done_late_is_missed(desk: Desk) -> None:
    unit, at = desk.centre.unit, desk.at
    book = regulations.current(at)
    rule = next(rule for rule in book.rules.values() if isinstance(rule, DutyRule) and rule.evidence)
    month = clock.local(at).date().replace(day=1)
    for number, done_at in enumerate((desk.later(days=-3), desk.later(hours=-1), None), 1):
        row = Occurrence.objects.create(
            unit=unit, centre=unit, rule_id=rule.id, rulebook_version=rule.version, period_start=month, period_end=month,
            number=number, due_at=desk.later(days=-2), state="scheduled",
        )  # fmt: skip
        if done_at:
            _done(row, rule, done_at)
    figures.refresh(at=at)
    found = WallFigure.objects.get(carrier=rule.id, month=month)
    assert (found.kept, found.missed) == (1, 2)
    assert found.last_url.startswith("/due/duties/")


def _done(row: Occurrence, rule: DutyRule, at: datetime) -> None:
    for kind in rule.evidence:
        Proof.objects.create(
            occurrence=row, kind=kind, ref="report:1", title="x", happened_on=row.period_start, shown_at=at
        )
    Occurrence.objects.filter(pk=row.pk).update(state="done", done_at=at, evidence="x")


def test_the_charter_is_settled_from_the_day_it_was_confirmed(desk: Desk) -> None:
    book = regulations.current(desk.at)
    rule = next(
        rule for rule in book.rules.values()
        if getattr(rule, "stores", "") == "directory.CharterItem" and rule.regulation == "governance"
    )  # fmt: skip
    for clause in rule.clauses:
        CharterItem.objects.create(
            unit=desk.centre.unit, clause=clause, text="已定", confirmed_at=desk.at, confirmed_by=desk.officer
        )
    figures.refresh(at=desk.at)
    rows = WallFigure.objects.filter(carrier=rule.id).order_by("month")
    assert [(row.kept, row.missed) for row in rows][-1] == (len(rule.clauses), 0)
    assert rows[0].month == rows.last().month, "before it was confirmed nothing was settled"  # type: ignore[union-attr]


def test_the_page_says_as_of_when_and_never_before_it_was_counted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: desk.later(hours=3))
    assert "数字尚未统计" in Client().get("/wall/").content.decode()
    figures.refresh(at=desk.later(hours=3))
    html = Client().get("/wall/").content.decode()
    assert "数字截至2025-09-30 18:00" in html
    assert "尚未统计" not in html


def test_what_comes_from_a_complaint_about_the_reader_is_not_in_their_numbers(desk: Desk) -> None:
    at, director = desk.later(hours=2), desk.centre.people["director"]
    figures.refresh(at=at)
    unit = centres().get(pk=desk.centre.unit.pk)
    before = reading.figures(unit, ["gc.triage.normal"], at).now("gc.triage.normal")
    kept = Clock.objects.filter(rule_id="gc.triage.normal", stopped_at__gte=desk.later(hours=-1)).first()
    assert kept is not None
    Clock.objects.filter(pk=kept.pk).update(kept_from=[director.pk])
    hidden = reading.hidden_from(unit, director.pk, at)
    after = reading.figures(unit, ["gc.triage.normal"], at).without(hidden).now("gc.triage.normal")
    assert (after.kept, after.missed) == (before.kept - 1, before.missed)
    assert after.last_url == ""
