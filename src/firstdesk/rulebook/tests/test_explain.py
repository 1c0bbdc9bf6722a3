"""Verdicts in the words of a clerk."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from firstdesk.rulebook import explain_days
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.deadlines import due
from firstdesk.rulebook.explain import explain
from firstdesk.rulebook.gates import check
from firstdesk.rulebook.model import DeadlineRule, Lang
from firstdesk.rulebook.recurrence import occurrences
from firstdesk.rulebook.routing import decide
from firstdesk.rulebook.tests.factories import a_rule, good
from firstdesk.rulebook.workdays import Calendar

BOOK = good()
CALENDAR = Calendar()


def told(rule: DeadlineRule, start: str, lang: Lang, *pauses: tuple[str, str]) -> tuple[str, ...]:
    """The explanation of a rule in a rulebook that holds it."""
    at = datetime.fromisoformat
    book: Rulebook = replace(BOOK, rules={rule.id: rule})
    return explain(due(rule, at(start), CALENDAR, [(at(a), at(b)) for a, b in pauses]), book, lang)


def test_three_working_days_day_by_day() -> None:
    assert told(BOOK.deadline("wall.accept"), "2025-09-30T15:00", "zh") == (
        "规则「三日内受理」(wall.accept)",
        "依据 W-1(受理 一):三日内受理",
        "期限:3 个工作日(2020年1月1日起施行,来源 W-1)",
        "9月30日 收到,当日不计;10月1日-8日 国庆节、中秋节放假,不计;10月9日 第1个工作日;10月10日 第2个工作日;"
        "10月11日(周六,调休上班) 第3个工作日",
        "到期:2025年10月11日(周六)23:59",
        "预警:2025年10月10日(周五)08:30,告知承办人",
        "逾期告知承办人、组长",
        f"规则手册版本 {BOOK.version[:12]}(2025年1月1日起施行)",
    )
    assert told(BOOK.deadline("wall.accept"), "2025-09-30T15:00", "en") == (
        'Rule "Accept within three working days" (wall.accept)',
        "Basis W-1 (Accept in three days): Accepted within three days.",
        "Limit: 3 working days (since Jan 1, 2020, source W-1)",
        "Sep 30 received, that day not counted; Oct 1-8 off (National Day, Mid-autumn Festival), not counted; "
        "Oct 9 working day 1; Oct 10 working day 2; Oct 11 (Sat, make-up working day) working day 3",
        "Due: Sat Oct 11, 2025, 23:59",
        "Warning: Fri Oct 10, 2025, 08:30, to the person responsible",
        "When late, told to the person responsible, the group leader",
        f"Rulebook version {BOOK.version[:12]} (in force from Jan 1, 2025)",
    )


@pytest.mark.parametrize(
    ("rule", "start", "zh", "en"),
    [
        (
            a_rule(12, "working_days"),
            "2025-09-26T10:00",
            "9月26日 收到,当日不计;9月27日 周末,不计;9月28日(周日,调休上班) 第1个工作日;9月29日-30日 第2-3个工作日;"
            "10月1日-8日 国庆节、中秋节放假,不计;10月9日-10日 第4-5个工作日;10月11日(周六,调休上班) 第6个工作日;"
            "10月12日 周末,不计;10月13日-17日 第7-11个工作日;10月18日-19日 周末,不计;10月20日 第12个工作日",
            "working days 4-5; Oct 11 (Sat, make-up working day) working day 6; Oct 12 weekend, not counted",
        ),
        (
            a_rule(3, "calendar_days", last_day="roll_forward"),
            "2025-09-30T10:00",
            "9月30日 收到,当日不计;10月1日 第1日;10月2日 第2日;10月3日 第3日",
            "Oct 1 day 1; Oct 2 day 2; Oct 3 day 3",
        ),
        (
            a_rule(3, "calendar_days", last_day="roll_forward"),
            "2025-09-30T10:00",
            "10月3日(周五)不是工作日,顺延到后一个工作日 10月9日",
            "Oct 3 (Fri) is no working day: moved on to the working day Oct 9",
        ),
        (
            a_rule(3, "calendar_days", last_day="roll_back"),
            "2025-09-30T10:00",
            "10月3日(周五)不是工作日,提前到前一个工作日 9月30日",
            "moved back to the working day Sep 30",
        ),
        (a_rule(32, "calendar_days"), "2025-09-30T10:00", "10月1日-11月1日 共32日", "Oct 1-Nov 1 32 days"),
        (
            a_rule(3, "calendar_days", counting="from_moment", end="same_time"),
            "2025-09-30T10:00",
            "9月30日 起算",
            "Sep 30 counting starts",
        ),
        (
            a_rule(2, "months"),
            "2025-12-31T10:00",
            "2025年12月31日起 2 个月,到 2026年2月28日",
            "2 months from Dec 31, 2025",
        ),
        (
            a_rule(25, "before_day", last_day="roll_back"),
            "2025-05-02T10:00",
            "期限:每月 25 日前",
            "Limit: before day 25 of the month",
        ),
        (a_rule(25, "before_day"), "2025-05-02T10:00", "前一日为 2025年5月24日", "its eve is May 24, 2025"),
        (
            a_rule(3, "rings"),
            "2025-09-30T15:00:00",
            "到期:2025年9月30日(周二)15:00:15",
            "Due: Tue Sep 30, 2025, 15:00:15",
        ),
        (a_rule(1, "minutes"), "2025-09-30T15:00:00", "期限:1 分钟", "Limit: 1 minute ("),
        (
            a_rule(25, "minutes", window="office"),
            "2025-09-30T11:50",
            "自 2025年9月30日(周二)11:50 起算,只计工作日的办公时间",
            "only office hours of working days count",
        ),
    ],
)
def test_every_kind_of_arithmetic(rule: DeadlineRule, start: str, zh: str, en: str) -> None:
    assert zh in "\n".join(told(rule, start, "zh"))
    assert en in "\n".join(told(rule, start, "en"))


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (
            a_rule(3, "working_days"),
            "9月3日-4日 暂停,不计;9月5日 第2个工作日",
            "Sep 3-4 paused, not counted; Sep 5 working day 2",
        ),
        (a_rule(3, "calendar_days"), "共3日(另有暂停 2 日不计)", "3 days (and 2 calendar days paused, not counted)"),
        (a_rule(1, "months"), "1 个月,另加暂停 2 日", "1 month from Sep 1, 2025, plus 2 calendar days paused"),
        (
            a_rule(100, "hours"),
            "2025年9月2日(周二)10:00 至 2025年9月4日(周四)10:00 暂停,不计",
            "paused from Tue Sep 2, 2025, 10:00 to Thu Sep 4, 2025, 10:00, not counted",
        ),
    ],
)
def test_pauses_are_told(rule: DeadlineRule, zh: str, en: str) -> None:
    pause = ("2025-09-02T10:00", "2025-09-04T10:00")
    assert zh in "\n".join(told(rule, "2025-09-01T10:00", "zh", pause))
    assert en in "\n".join(told(rule, "2025-09-01T10:00", "en", pause))


def test_a_long_count_is_cut_where_a_pause_begins_and_ends() -> None:
    at = datetime.fromisoformat
    pause = (at("2025-09-02T10:00"), at("2025-09-04T10:00"))
    verdict = due(a_rule(12, "working_days"), at("2025-09-01T10:00"), CALENDAR, [pause])
    assert explain_days.working_days(verdict, "en").startswith(
        "Sep 1 received, that day not counted; Sep 2 working day 1; Sep 3-4 paused, not counted; Sep 5 working day 2;"
    )


def test_local_days_are_named() -> None:
    verdict = due(a_rule(5, "working_days"), datetime.fromisoformat("2025-02-28T10:00"), BOOK.calendar)
    assert explain_days.working_days(verdict, "zh").endswith("3月8日(周六,补班) 第5个工作日")
    assert "Mar 3 off (local day off), not counted" in explain_days.working_days(verdict, "en")


def test_assumed_and_provisional_are_said() -> None:
    rule = BOOK.deadline("wall.accept")
    assert "此为本中心的假定值" in told(rule, "2019-09-30T15:00", "zh")[2]
    assert "this one is assumed" in told(rule, "2019-09-30T15:00", "en")[2]
    start = f"{CALENDAR.published.last_year}-12-31T10:00"
    assert any(line.startswith("暂定") for line in told(rule, start, "zh"))
    assert any(line.startswith("Provisional") for line in told(rule, start, "en"))


def test_a_warning_without_addressee() -> None:
    lines = told(BOOK.deadline("wall.answer"), "2025-09-30T15:00:00", "en")
    assert "Warning: Tue Sep 30, 2025, 15:00:12" in lines
    assert "预警:2025年9月30日(周二)15:00:12" in told(BOOK.deadline("wall.answer"), "2025-09-30T15:00:00", "zh")


def test_a_route_says_why() -> None:
    table = BOOK.route_table("wall.route")
    zh = explain(decide(table, {"nature": "help", "urgency": "normal"}), BOOK, "zh")
    assert zh[:6] == (
        "决策表「去向」(wall.route)",
        "事实:性质=求助、紧急程度=一般",
        "行 urgent 不适用:紧急程度=一般",
        "行 dispute 不适用:性质=求助",
        "行 rest 首先适用(无条件)",
        "结论:去向 = 移交、mediate = False",
    )
    en = explain(decide(table, {"nature": "odd", "urgency": "urgent"}), BOOK, "en")
    assert "Facts: Nature=odd, Urgency=Urgent" in en
    assert "Row urgent fits first (Urgency=Urgent): urgent goes first" in en
    assert "Row rest fits first (no condition)" in explain(
        decide(table, {"nature": "help", "urgency": "normal"}), BOOK, "en"
    )


def test_a_gate_says_what_is_missing() -> None:
    shut = check(BOOK, "governance", "register", {"place"}, {"nature": "help"})
    assert explain(shut, BOOK, "zh")[0] == "登记还缺 经过(W-2):请写明地点和经过"
    assert explain(shut, BOOK, "en")[0] == "Registering still needs the story (W-2): Say where and what"
    opened = check(BOOK, "governance", "register", {"place", "story"})
    assert explain(opened, BOOK, "zh")[0] == "可以登记:所需材料齐全"
    assert explain(opened, BOOK, "en")[0] == "Registering may happen: everything needed is there"


def test_an_occurrence_says_its_period_and_move() -> None:
    moved, kept = occurrences(BOOK.duty("wall.meeting"), date(2025, 5, 1), date(2025, 6, 30), CALENDAR)
    assert "应于 2025年5月23日(周五)前完成(原为5月24日,非工作日,已调整)" in explain(moved, BOOK, "zh")
    assert "Due by Fri May 23, 2025 (was May 24, no working day)" in explain(moved, BOOK, "en")
    assert "应于 2025年6月24日(周二)前完成" in explain(kept, BOOK, "zh")
    assert "Period: Jun 1, 2025 to Jun 30, 2025, occurrence 1/1" in explain(kept, BOOK, "en")
