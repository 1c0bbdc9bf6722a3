"""From YAML to deadlines."""

from __future__ import annotations

from firstdesk.rulebook.book import Vocabulary
from firstdesk.rulebook.frame import LAST_DAY, Frame, as_when, common, names
from firstdesk.rulebook.model import (
    AGREED,
    CLOCK_UNITS,
    DAY_UNITS,
    MORE_TIME,
    ROLES,
    DeadlineRule,
    Limit,
    PauseRule,
    Warn,
)
from firstdesk.rulebook.nodes import Item
from firstdesk.rulebook.read_ladder import read_ladder
from firstdesk.rulebook.read_sources import read_span

ENDS = ("end_of_day", "end_of_office_hours", "same_time")


def read_deadline(item: Item, frame: Frame) -> DeadlineRule:
    keys = item.as_map()
    words = frame.vocabulary
    tell = keys.maybe("tell", _tell, ((), ()))
    limits = keys.need("limit", lambda i: i.as_list(lambda j: _limit(j, frame)), ())
    in_days = bool(limits) and all(limit.unit in DAY_UNITS for limit in limits)
    counting = keys.maybe(
        "counting",
        lambda i: i.one_of(("exclude_first_day", "from_moment")),
        "exclude_first_day" if in_days else "from_moment",
    )
    rule = DeadlineRule(
        **common(item, keys, frame),
        clock=keys.need("clock", lambda i: i.one_of(words.clocks), ""),
        when=keys.maybe("when", lambda i: as_when(i, frame), {}),
        start=keys.need("start", lambda i: names(i, words.events), ()),
        stop=keys.need("stop", lambda i: names(i, words.events), ()),
        pause=keys.maybe("pause", lambda i: i.as_list(lambda j: _pause(j, words)), ()),
        limits=tuple(sorted(limits, key=lambda limit: limit.span.first, reverse=True)),
        counting=counting,
        end=keys.maybe("end", lambda i: i.one_of(ENDS), "same_time" if counting == "from_moment" else "end_of_day"),
        last_day=keys.maybe("last_day", lambda i: i.one_of(LAST_DAY), "stay"),
        window=keys.maybe("window", lambda i: i.one_of(("always", "office")), "always"),
        warn=keys.maybe("warn", lambda i: i.as_list(_warn), ()),
        tell_warning=tell[0],
        tell_breach=tell[1],
        promise=keys.maybe("promise", Item.as_bool, False),
        advisory=keys.maybe("advisory", Item.as_bool, False),
        escalate=keys.maybe("escalate", lambda i: read_ladder(i, frame), None),
        outlives=keys.maybe("outlives", Item.as_bool, False),
        more_time=keys.maybe("more_time", lambda i: i.one_of(MORE_TIME), "application"),
        own=keys.maybe("own", Item.as_bool, False),
    )
    keys.done()
    _check_deadline(item, rule)
    return rule


def _check_deadline(item: Item, rule: DeadlineRule) -> None:
    units = {limit.unit for limit in rule.limits}
    in_time = units & set(CLOCK_UNITS)
    if item.is_map and not rule.limits:
        item.say("limit 至少要有一个数值", "limit needs at least one figure")
    if in_time and units - in_time:
        item.say(
            "同一规则的 limit 不能既按时分又按日计;请拆成两条规则",
            "one rule cannot count both in time and in days; make it two",
        )
    elif in_time and (rule.counting != "from_moment" or rule.end != "same_time" or rule.last_day != "stay"):
        item.say(
            "按分钟、小时计的期限从起算时刻连续计算,不用 counting、end、last_day",
            "a limit in time runs from the moment; drop counting, end and last_day",
        )
    if not in_time and rule.window == "office":
        item.say("window: office 只用于分钟或小时", "window: office is for minutes and hours only")
    if not in_time and rule.counting == "from_moment" and rule.end != "same_time":
        item.say(
            "counting: from_moment 按日计时,end 应为 same_time",
            "with counting: from_moment a limit in days ends at the same_time",
        )
    if "before_day" in units and rule.pause:
        item.say(
            "“每月某日前”没有可暂停的时长;请删去 pause", "a date before a day of the month cannot be paused; drop pause"
        )
    if AGREED in units and (len(units) > 1 or rule.pause or rule.counting != "exclude_first_day"):
        item.say(
            "约定的日期不累计、不暂停,也不与其他单位混写;请删去 pause、counting 和其他数值",
            "an agreed date is not counted, never pauses and stands alone; drop pause, counting and other figures",
        )
    if rule.end == "end_of_office_hours" and rule.last_day == "stay" and units - {"working_days"} and not in_time:
        item.say(
            "end_of_office_hours 须写 last_day: roll_forward 或 roll_back",
            "end_of_office_hours needs last_day: roll_forward or roll_back",
        )


def _limit(item: Item, frame: Frame) -> Limit:
    keys = item.as_map()
    span = read_span(keys)
    unit = keys.need("unit", lambda i: i.one_of((*CLOCK_UNITS, *DAY_UNITS)), "minutes")
    amount = 0 if unit == AGREED else keys.need("amount", lambda i: _amount(i, unit), 1)
    each = frame.ring_seconds if unit == "rings" else CLOCK_UNITS.get(unit, 0)
    limit = Limit(
        span,
        amount,
        unit,
        amount * each,
        keys.maybe("assumed", Item.as_bool, False),
        keys.maybe("source", Item.as_code, ""),
        keys.maybe("more", lambda i: i.as_int(1, 10_000), 0),
    )
    keys.done()
    return limit


def _amount(item: Item, unit: str) -> int:
    return item.as_int(2, 31) if unit == "before_day" else item.as_int(1, 10_000)


def _pause(item: Item, words: Vocabulary) -> PauseRule:
    keys = item.as_map()
    rule = PauseRule(
        start=keys.need("from", lambda i: i.one_of(words.events), ""),
        until=keys.need("until", lambda i: i.one_of(words.events), ""),
        reason=keys.maybe("reason", Item.as_text, None),
    )
    keys.done()
    return rule


def _warn(item: Item) -> Warn:
    keys = item.as_map()
    share = keys.maybe("share", Item.as_share, 0.0)
    before = keys.maybe("before", _before, None)
    keys.done()
    if (before is None) == (share == 0.0) and item.is_map:
        item.say("写 before 或 share,二者取一", "write either before or share")
    return before or Warn(share=share)


def _before(item: Item) -> Warn:
    keys = item.as_map()
    warn = Warn(
        amount=keys.need("amount", Item.as_int, 1),
        unit=keys.need("unit", lambda i: i.one_of(("minutes", "hours", "working_days", "calendar_days")), "hours"),
    )
    keys.done()
    return warn


def _tell(item: Item) -> tuple[tuple[str, ...], tuple[str, ...]]:
    keys = item.as_map()
    told = tuple(keys.maybe(name, lambda i: names(i, ROLES), ()) for name in ("warning", "breach"))
    keys.done()
    return told[0], told[1]
