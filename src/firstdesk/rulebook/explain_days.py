"""The arithmetic of a count of days, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from firstdesk.rulebook import wording
from firstdesk.rulebook.model import Lang
from firstdesk.rulebook.verdicts import DeadlineVerdict, Step
from firstdesk.rulebook.workdays import HOLIDAY, LOCAL_REST, LOCAL_WORK, MAKEUP, WORKING

DAY_BY_DAY = 10  # longer counts are told run by run
ONE_DAY = timedelta(days=1)


def working_days(verdict: DeadlineVerdict, lang: Lang) -> str:
    """9月30日 收到,当日不计;10月1日-8日 国庆节放假,不计;10月9日 第1个工作日;…"""
    parts = [_first_day(verdict, lang)]
    start, count = verdict.start.date(), 0
    for first, last, step in _after(verdict, start):
        if _standing(verdict, first):
            parts.append(_paused(first, last, lang))
        elif step.kind not in WORKING:
            parts.append(_rest(step._replace(first=first, last=last), lang))
        else:
            length = (last - first).days + 1
            parts.append(_counted(step._replace(first=first, last=last), (count + 1, count + length), verdict, lang))
            count += length
    return _join(parts, lang)


def calendar_days(verdict: DeadlineVerdict, lang: Lang) -> str:
    """A count in which every day counts."""
    parts = [_first_day(verdict, lang)]
    first = verdict.start.date() + ONE_DAY
    counted = verdict.amount
    if not verdict.pauses and counted <= DAY_BY_DAY:
        for n in range(1, counted + 1):
            on = wording.day(first + timedelta(days=n - 1), lang)
            parts.append(f"{on} 第{n}日" if lang == "zh" else f"{on} day {n}")
    else:
        whole = wording.days(first, verdict.nominal, lang)
        held = wording.amount(verdict.paused, "calendar_days", lang)
        if lang == "zh":
            parts.append(f"{whole} 共{counted}日" + (f"(另有暂停 {held}不计)" if verdict.paused else ""))
        else:
            parts.append(f"{whole} {counted} days" + (f" (and {held} paused, not counted)" if verdict.paused else ""))
    return _join(parts, lang)


def _first_day(verdict: DeadlineVerdict, lang: Lang) -> str:
    on = wording.day(verdict.start.date(), lang)
    if verdict.counting == "from_moment":
        return f"{on} 起算" if lang == "zh" else f"{on} counting starts"
    return f"{on} 收到,当日不计" if lang == "zh" else f"{on} received, that day not counted"


def _after(verdict: DeadlineVerdict, start: date) -> Iterator[tuple[date, date, Step]]:
    """The runs after the first day, cut where a pause begins or ends, and day by day where the count is short."""
    single = verdict.amount <= DAY_BY_DAY
    for step in verdict.steps:
        first = max(step.first, start + ONE_DAY)
        while first <= step.last:
            last = first
            if not (single and step.kind in WORKING and not _standing(verdict, first)):
                while last < step.last and _standing(verdict, last + ONE_DAY) == _standing(verdict, first):
                    last += ONE_DAY
            yield first, last, step
            first = last + ONE_DAY


def _standing(verdict: DeadlineVerdict, on: date) -> bool:
    """A day on which the clock stood still: after the day a pause began, up to the day it ended."""
    return any(pause.start.date() < on <= pause.end.date() for pause in verdict.pauses)


def _paused(first: date, last: date, lang: Lang) -> str:
    on = wording.days(first, last, lang)
    return f"{on} 暂停,不计" if lang == "zh" else f"{on} paused, not counted"


def _rest(step: Step, lang: Lang) -> str:
    on, name = wording.days(step.first, step.last, lang), step.name.get(lang)
    if step.kind not in {HOLIDAY, LOCAL_REST}:
        return f"{on} 周末,不计" if lang == "zh" else f"{on} weekend, not counted"
    return f"{on} {name}放假,不计" if lang == "zh" else f"{on} off ({name}), not counted"


def _counted(step: Step, numbers: tuple[int, int], verdict: DeadlineVerdict, lang: Lang) -> str:
    on = wording.days(step.first, step.last, lang)
    low, high = (min(n, verdict.amount) for n in numbers)
    if step.kind in {MAKEUP, LOCAL_WORK}:
        why = wording.weekday(step.first, lang)
        extra = {"zh": "调休上班", "en": "make-up working day"}[lang] if step.kind == MAKEUP else step.name.get(lang)
        on = f"{on}({why},{extra})" if lang == "zh" else f"{on} ({why}, {extra})"
    if lang == "zh":
        return f"{on} 第{low}个工作日" if low == high else f"{on} 第{low}-{high}个工作日"
    return f"{on} working day {low}" if low == high else f"{on} working days {low}-{high}"


def _join(parts: list[str], lang: Lang) -> str:
    return (";" if lang == "zh" else "; ").join(parts)
