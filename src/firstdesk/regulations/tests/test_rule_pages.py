"""The page of a rule: in words, with its examples, and a date to try."""

from dataclasses import replace
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from firstdesk.directory.tests.factories import make_centre
from firstdesk.regulations.forms import TrialForm
from firstdesk.regulations.selectors import rules
from firstdesk.regulations.selectors.examples import examples
from firstdesk.regulations.tests.factories import load_real_rules
from firstdesk.regulations.tests.test_browse_pages import HTMX, page
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import DeadlineRule, DutyRule

pytestmark = pytest.mark.django_db
HOLIDAY = "start=2025-09-30T15:00"


@pytest.fixture
def rulebook() -> Rulebook:
    return load_real_rules()


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_centre("governance").people["archive"])
    return client


def of(rule: str) -> str:
    return reverse("regulations:rule", args=[rule])


def test_a_duty_says_when_it_recurs(reader: Client, rulebook: Rulebook) -> None:
    """By the calendar, on days of its own, or each time something happens."""
    duties = [rule for rule in rulebook.rules.values() if isinstance(rule, DutyRule)]
    event = next(rule for rule in duties if rule.every.event)
    assert rulebook.vocabulary.events[event.every.event].zh in page(reader, of(event.id))
    assert "墟日" in page(reader, of(next(rule for rule in duties if rule.every.market_days).id))


def test_every_rule_has_its_page_in_both_languages(reader: Client, rulebook: Rulebook) -> None:
    seen = set()
    for rule in rulebook.rules.values():
        assert rule.title.zh in page(reader, of(rule.id))
        if type(rule) not in seen:  # one of each kind in the other language
            assert escape(rule.title.en) in page(reader, of(rule.id), language="en")
            seen.add(type(rule))
    page(reader, of("no.such.rule"), status=404)


def test_every_example_comes_out_as_expected(rulebook: Rulebook) -> None:
    for rule in rulebook.rules.values():
        assert [each.id for each in examples(rulebook, rule) if not each.is_right] == []


def test_a_time_limit_tells_its_figure_and_how_it_counts(reader: Client, rulebook: Rulebook) -> None:
    html = page(reader, of("gc.handling.civil_ordinary"))
    assert "3 个工作日" in html
    assert "GC-13-05" in html
    assert "当日不计" in html
    assert "10月1日" in html  # the worked example goes day by day


def test_an_assumed_figure_is_plainly_marked(reader: Client, rulebook: Rulebook) -> None:
    assumed = next(
        rule for rule in rulebook.rules.values() if isinstance(rule, DeadlineRule) and rule.limits[0].assumed
    )
    assert "推定值" in page(reader, of(assumed.id))
    plain = rulebook.deadline("pm.answer")
    assert not plain.limits[0].assumed
    assert "推定值" not in page(reader, of(plain.id))


def test_a_decision_table_is_read_row_by_row(reader: Client, rulebook: Rulebook) -> None:
    html = page(reader, of("gc.route"))
    for row in rulebook.route_table("gc.route").rows:
        assert f'id="row-{row.id}"' in html
        assert row.because.zh in html


def test_a_gate_names_what_must_be_there(reader: Client, rulebook: Rulebook) -> None:
    html = page(reader, of("pm.register.core"))
    for item in rulebook.gate("pm.register.core").requires:
        assert rulebook.vocabulary.evidence[item].zh in html


def test_where_a_rule_gives_way(rulebook: Rulebook) -> None:
    title = rulebook.centres["governance"].title.zh
    found = {each.centre: each for each in rules.settled(rulebook, rulebook.deadline("ss.confirm"))}
    assert found[title].instead is rulebook.rule("gc.confirm")
    assert found[title].reasons
    ordinary = {each.centre: each for each in rules.settled(rulebook, rulebook.deadline("gc.handling.civil_ordinary"))}
    assert ordinary[title].instead is None  # it counts, but not where domestic violence is the topic
    assert rulebook.rule("gc.handling.violence") in ordinary[title].unless
    assert rulebook.rule("ss.handling.in_area") in ordinary[title].over


def test_a_figure_not_in_force_is_said(rulebook: Rulebook) -> None:
    told = rules.deadline_words(rulebook, rulebook.deadline("pm.answer"), date(1999, 1, 1))
    assert told.now is None


def test_a_date_is_tried(reader: Client, rulebook: Rulebook) -> None:
    address = f"{of('gc.handling.civil_ordinary')}?{HOLIDAY}"
    html = page(reader, address)
    assert "2025-10-11 23:59:59" in html
    part = page(reader, address, **HTMX)
    assert "<html" not in part
    assert part.strip() in html


def test_a_standstill_moves_the_due_moment(reader: Client, rulebook: Rulebook) -> None:
    pause = "pause_from=2025-10-09T09:00&pause_until=2025-10-13T09:00"
    html = page(reader, f"{of('gc.handling.civil_ordinary')}?{HOLIDAY}&{pause}")
    assert "2025-10-11 23:59:59" not in html.split('role="status"')[1]


@pytest.mark.parametrize(
    "asked",
    [
        "start=yesterday",
        "start=",
        "start=1999-01-01T08:00",
        "start=2300-01-01T08:00",
        "start=2025-09-30T15:00&pause_from=2025-10-09T09:00",
        "start=2025-09-30T15:00&pause_from=2025-10-09T09:00&pause_until=2025-10-08T09:00",
    ],
)
def test_a_date_that_cannot_be_counted_is_said(reader: Client, rulebook: Rulebook, asked: str) -> None:
    html = page(reader, f"{of('gc.handling.civil_ordinary')}?{asked}")
    assert 'class="fd-error"' in html


def test_a_year_not_announced_is_provisional(reader: Client, rulebook: Rulebook) -> None:
    html = page(reader, f"{of('gc.handling.civil_ordinary')}?start=2040-09-30T15:00")
    assert "暂定" in html
    assert 'class="fd-error"' in page(reader, f"{of('gc.handling.civil_ordinary')}?start=2099-12-31T15:00")


def test_a_procedure_tells_its_steps_and_the_law_behind_them(reader: Client, rulebook: Rulebook) -> None:
    html = page(reader, of("gc.session.people"))
    for title in ("开场", "告知权利义务", "当事人陈述", "举证核对", "讲解法律政策", "协商", "结果"):
        assert title in html
    assert "人民调解法第二十二条" in html
    assert html.count("不能跳过，也不能去掉") == 6  # all but the evidence of a simple case on the spot
    assert "可以跳过的情形" in html
    assert "本制度对“调解步骤”的补充" in page(reader, of("pm.session.people"))
    assert "The law demands it" in page(reader, of("gc.session.people"), language="en")


def test_a_promise_to_an_agreed_date_is_tried_with_one(reader: Client, rulebook: Rulebook) -> None:
    rule = of("gc.mediation.perform")
    told = page(reader, rule)
    assert "约定的日期" in told and "就是记录中约定的那一天" in told and "当日不计" not in told
    assert "2025年10月1日" in page(reader, f"{rule}?start=2025-09-15T10:00&agreed=2025-10-01")
    assert "agreed" not in TrialForm(with_pause=False).fields
    page(reader, f"{rule}?start=2025-09-15T10:00")  # without a date the form asks for it


def test_an_example_with_more_time_shows_the_moment_it_led_to(rulebook: Rulebook) -> None:
    told = {each.id: each.outcome for each in examples(rulebook, rulebook.rule("gc.mediation.court_decision"))}
    assert "3月18日" in told["gc.mediation.court_decision.1"]
    assert "3月28日" in told["gc.mediation.court_decision.2"]


def test_a_duty_of_things_nobody_keeps_says_that_nobody_is_asked(rulebook: Rulebook) -> None:
    duty = next(rule for rule in rulebook.rules.values() if isinstance(rule, DutyRule))
    told = {each: rules.duty_words(rulebook, replace(duty, scope=each)) for each in ("centre", "premises")}
    pages = {each: render_to_string("regulations/_duty.html", {"told": words}) for each, words in told.items()}
    assert "不会生成到期项" in pages["premises"] and "每处场所" in pages["premises"]
    assert "不会生成到期项" not in pages["centre"]
