"""From YAML to recurring duties."""

from __future__ import annotations

from firstdesk.rulebook.frame import LAST_DAY, Frame, as_when, common, names
from firstdesk.rulebook.model import SCOPES, DutyRule, Every, Waive
from firstdesk.rulebook.nodes import Item, Keys

PERIODS = ("yearly", "half_yearly", "quarterly", "monthly", "half_monthly", "weekly", "daily")
MONTHS_IN = {"yearly": 12, "half_yearly": 6, "quarterly": 3}
AFTER = ("hours", "working_days", "calendar_days", "months")
ON_EVENT = "event"  # the period of what no calendar brings


def read_duty(item: Item, frame: Frame) -> DutyRule:
    keys = item.as_map()
    rule = DutyRule(
        **common(item, keys, frame),
        actor=keys.need("actor", Item.as_code, ""),
        every=keys.need("every", lambda i: _every(i, frame), Every("daily")),
        last_day=keys.maybe("last_day", lambda i: i.one_of(LAST_DAY), "stay"),
        workdays_only=keys.maybe("workdays_only", Item.as_bool, False),
        evidence=keys.maybe("evidence", lambda i: names(i, frame.vocabulary.evidence), ()),
        scope=keys.maybe("scope", lambda i: i.one_of(SCOPES), "centre"),
        units=keys.maybe("units", Item.as_names, ()),
        when=keys.maybe("when", lambda i: as_when(i, frame), {}),
        waive=keys.maybe("waive", _waive, Waive()),
        warn_days=keys.maybe("warn", _warn, None),
        tightened=keys.maybe("tightened", lambda i: _every(i, frame), None),
    )
    keys.done()
    return rule


def _warn(item: Item) -> int:
    keys = item.as_map()
    days = keys.need("days", lambda i: i.as_int(0, 90), 0)
    keys.done()
    return days


def _waive(item: Item) -> Waive:
    keys = item.as_map()
    found = Waive(
        keys.maybe("by", Item.as_names, Waive().by),
        keys.maybe("reasons", lambda i: i.as_list(Item.as_text), ()),
    )
    keys.done()
    return found


def _every(item: Item, frame: Frame) -> Every:
    keys = item.as_map()
    after = keys.maybe("after", lambda i: _after(i, frame), None)
    if after is not None:
        keys.done()
        return after
    period = keys.need("period", lambda i: i.one_of(PERIODS), "daily")
    times = keys.maybe("times", lambda i: i.as_int(1, 31), 1)
    weekdays = keys.maybe("weekdays", lambda i: i.as_list(lambda j: j.as_int(1, 7)), ())
    markets = keys.maybe("market_days", Item.as_bool, False)
    due = keys.maybe("due", lambda i: _due(i, period, times), None)
    keys.done()
    if weekdays or markets:
        _own_days(item, keys, (period, times, weekdays), due)
        return Every(period, times, weekdays=tuple(sorted(set(weekdays))), market_days=markets)
    return due or Every(period, times)


def _own_days(item: Item, keys: Keys, said: tuple[str, int, tuple[int, ...]], due: Every | None) -> None:
    """Weekdays and market days are the days themselves: nothing else says when."""
    period, times, weekdays = said
    if period != "weekly" or times > 1 or due is not None or len(set(weekdays)) != len(weekdays):
        item.say(
            "weekdays、market_days 与 period: weekly 同用,不写 times 和 due,日子不重复",
            "weekdays and market_days go with period: weekly, without times and due, each day once",
        )


def _after(item: Item, frame: Frame) -> Every:
    keys = item.as_map()
    event = keys.need("event", lambda i: i.one_of(frame.vocabulary.events), "")
    amount, unit = keys.need("within", _within, (1, "working_days"))
    keys.done()
    return Every(ON_EVENT, event=event, amount=amount, unit=unit)


def _within(item: Item) -> tuple[int, str]:
    keys = item.as_map()
    found = keys.need("amount", lambda i: i.as_int(1, 1000), 1), keys.need("unit", lambda i: i.one_of(AFTER), AFTER[1])
    keys.done()
    return found


def _due(item: Item, period: str, times: int) -> Every:
    keys = item.as_map()
    months, weekly = MONTHS_IN.get(period, 1), period == "weekly"
    month = keys.maybe("month", lambda i: i.as_int(1, months), months)
    day = keys.maybe("day", lambda i: 0 if i.as_data() == "last" else i.as_int(1, 31), 0)
    before = keys.maybe("before_day", lambda i: i.as_int(2, 31), 0)
    weekday = keys.maybe("weekday", lambda i: i.as_int(1, 7), 0)
    keys.done()
    if (
        weekly != bool(weekday)
        or (weekday and (day or before))
        or (day and before)
        or period in {"daily", "half_monthly"}
    ):
        item.say(
            "due 与 period 不合:weekly 用 weekday;其余用 month、day 或 before_day;daily、half_monthly 不写 due",
            "due does not suit the period: weekly takes weekday, others month, day or before_day; daily and half_monthly take no due",
        )
    return Every(period, times, month, day or before, weekday, bool(before))
