"""Days, amounts and units in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from firstdesk.rulebook.model import AGREED, Lang, Text

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

# What a routing table answers. A name or value not in here is told as it is written.
OUTCOMES = {
    "route": Text("去向", "route"),
    "to": Text("交给", "to"),
    "offer_mediation": Text("调解", "mediation"),
    "approver": Text("审批人", "decided by"),
    "instead": Text("审批人空缺时", "where that post is empty"),
    "most_days": Text("最多延长(日)", "days at most"),
    "most_hours": Text("最多延长(小时)", "hours at most"),
    "times": Text("最多次数", "times at most"),
}
ANSWERS = {
    "route": {
        "own": Text("本中心办理", "the centre handles it"),
        "answer": Text("当场答复", "answered at once"),
        "refer": Text("移交", "referred"),
        "dispatch": Text("派出处置", "dispatched"),
        "escalate": Text("上报决定", "brought to a decision above"),
    },
    "to": {
        "topic_unit": Text("该主题的责任单位", "the unit that answers for the topic"),
        "mediation_group": Text("调解组", "the mediation group"),
        "police_station": Text("派出所", "the police station"),
        "grid_station": Text("所在网格的警务室", "the station of the grid"),
        "intake_group": Text("接报组", "the intake group"),
        "director": Text("主任", "the director"),
        "superior": Text("上级中心", "the superior centre"),
        "window_group": Text("窗口组", "the window group"),
    },
    "approver": {
        "group_leader": Text("中心组长", "the centre's group leader"),
        "director": Text("主任", "the director"),
    },
    "instead": {
        "director": Text("主任", "the director"),
        "supervisor": Text("督查员", "the supervisor"),
    },
    "offer_mediation": {
        "True": Text("可以提供", "may be offered"),
        "False": Text("不提供", "not offered"),
    },
}


def answer(name: str, value: object, lang: Lang) -> str:
    """A value a routing table answers, in words."""
    words = ANSWERS.get(name, {}).get(str(value))
    return words.get(lang) if words else str(value)


def outcome(name: str, value: object, lang: Lang) -> str:
    """ "route = referred" / "去向 = 移交"."""
    words = OUTCOMES.get(name)
    return f"{words.get(lang) if words else name} = {answer(name, value, lang)}"


def amount(n: int, unit: str, lang: Lang) -> str:
    if unit == "before_day":
        return f"每月 {n} 日前" if lang == "zh" else f"before day {n} of the month"
    if unit == AGREED:
        return "约定的日期" if lang == "zh" else "the agreed date"
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
