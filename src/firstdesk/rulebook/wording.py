"""Days, amounts and units in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from firstdesk.rulebook.model import Lang, Text

WEEKDAYS = Text("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
UNITS = {
    "rings": Text("声铃响", "ring(s)"),
    "minutes": Text("分钟", "minute(s)"),
    "hours": Text("小时", "hour(s)"),
    "working_days": Text("个工作日", "working day(s)"),
    "calendar_days": Text("日", "calendar day(s)"),
    "months": Text("个月", "month(s)"),
}
ROLES = {
    "responsible": Text("承办人", "the person responsible"),
    "queue": Text("当班队列", "the queue on duty"),
    "leader": Text("组长", "the group leader"),
    "director": Text("主任", "the director"),
    "supervisor": Text("督查员", "the supervisor"),
    "sender": Text("移交人", "the sender"),
}


def amount(n: int, unit: str, lang: Lang) -> str:
    if unit == "before_day":
        return f"每月 {n} 日前" if lang == "zh" else f"before day {n} of the month"
    word = UNITS[unit].get(lang)
    return f"{n} {word}" if lang == "zh" else f"{n} {word.replace('(s)', 's' if n > 1 else '')}"


def day(value: date, lang: Lang, *, year: bool = False) -> str:
    """10月11日 / Oct 11, with the year where asked."""
    if lang == "zh":
        return f"{value.year}年{value.month}月{value.day}日" if year else f"{value.month}月{value.day}日"
    text = f"{MONTHS[value.month - 1]} {value.day}"
    return f"{text}, {value.year}" if year else text


def days(first: date, last: date, lang: Lang) -> str:
    """10月1日-8日 / Oct 1-8."""
    if first == last:
        return day(first, lang)
    if (first.year, first.month) == (last.year, last.month):
        return f"{day(first, lang)}-{last.day}" + ("日" if lang == "zh" else "")
    return f"{day(first, lang)}-{day(last, lang)}"


def weekday(value: date, lang: Lang) -> str:
    if lang == "zh":
        return f"周{WEEKDAYS.zh[value.weekday()]}"
    return WEEKDAYS.en.split()[value.weekday()]


def moment(value: datetime, lang: Lang) -> str:
    """2025年10月11日(周六)23:59 / Sat Oct 11, 2025, 23:59; seconds only where they say something."""
    at = value.strftime("%H:%M" if value.second in {0, 59} else "%H:%M:%S")
    if lang == "zh":
        return f"{day(value, lang, year=True)}({weekday(value, lang)}){at}"
    return f"{weekday(value, lang)} {day(value, lang, year=True)}, {at}"


def listed(words: Iterable[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(words)
