"""From YAML to rules: deadlines, decision tables, gates, records, publications, duties."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from firstdesk.rulebook.book import Vocabulary
from firstdesk.rulebook.model import (
    CLOCK_UNITS,
    DAY_UNITS,
    ROLES,
    DeadlineRule,
    DutyRule,
    Every,
    GateRule,
    Limit,
    PauseRule,
    PublicationRule,
    RecordRule,
    RouteTable,
    Row,
    Rule,
    Warn,
    When,
)
from firstdesk.rulebook.nodes import Item, Keys
from firstdesk.rulebook.read_sources import NOTHING, as_span, read_span

RULE_ID = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+")
LAST_DAY = ("stay", "roll_forward", "roll_back")
ENDS = ("end_of_day", "end_of_office_hours", "same_time")
PERIODS = ("yearly", "half_yearly", "quarterly", "monthly", "half_monthly", "weekly", "daily")
MONTHS_IN = {"yearly": 12, "half_yearly": 6, "quarterly": 3}


@dataclass(frozen=True, slots=True)
class Frame:
    """What a rule is compiled against."""

    regulation: str
    version: str
    ring_seconds: int
    vocabulary: Vocabulary
    clauses: Collection[str]


def _common(item: Item, keys: Keys, frame: Frame) -> dict[str, Any]:
    rule_id = keys.need("id", Item.as_str, "")
    if rule_id and not RULE_ID.fullmatch(rule_id):
        item.say(
            f"规则编号 {rule_id} 应为小写、以点分段,如 mediation.accept",
            f"the rule id {rule_id} should be lower case in dotted parts, like mediation.accept",
        )
    return {
        "id": rule_id,
        "title": keys.need("title", Item.as_text, NOTHING),
        "clauses": keys.need("clauses", lambda i: _clauses(i, frame), ()),
        "regulation": frame.regulation,
        "in_force": keys.maybe("in_force", as_span, None),
        "note": keys.maybe("note", Item.as_text_or_str, None),
        "assumed": keys.maybe("assumed", Item.as_bool, False),
        "place": item.place,
        "version": frame.version,
    }


def _clauses(item: Item, frame: Frame) -> tuple[str, ...]:
    found = item.as_list(lambda i: i.one_of(frame.clauses))
    if item.is_list and not found:
        item.say("至少引用一条条款", "cite at least one clause")
    return found


def _names(item: Item, allowed: Collection[str]) -> tuple[str, ...]:
    """One declared name or a list of them."""
    return item.as_list(lambda i: i.one_of(allowed)) if item.is_list else (item.one_of(allowed),)


def _when(item: Item, frame: Frame) -> When:
    facts = frame.vocabulary.facts
    when: dict[str, frozenset[str]] = {}
    for name, values in item.as_pairs():
        if name not in facts:
            values.unknown(name, facts)
            continue
        when[name] = frozenset(values.as_list(lambda i, known=facts[name].values: i.one_of(known)))  # type: ignore[misc]
        if values.is_list and not when[name]:
            values.say("至少写一个取值,或删去这个键", "name at least one value, or delete this key")
    return when


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
        **_common(item, keys, frame),
        clock=keys.need("clock", lambda i: i.one_of(words.clocks), ""),
        when=keys.maybe("when", lambda i: _when(i, frame), {}),
        start=keys.need("start", lambda i: _names(i, words.events), ()),
        stop=keys.need("stop", lambda i: _names(i, words.events), ()),
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
    if rule.end == "end_of_office_hours" and rule.last_day == "stay" and units - {"working_days"} and not in_time:
        item.say(
            "end_of_office_hours 须写 last_day: roll_forward 或 roll_back",
            "end_of_office_hours needs last_day: roll_forward or roll_back",
        )


def _limit(item: Item, frame: Frame) -> Limit:
    keys = item.as_map()
    span = read_span(keys)
    unit = keys.need("unit", lambda i: i.one_of((*CLOCK_UNITS, *DAY_UNITS)), "minutes")
    amount = keys.need("amount", lambda i: i.as_int(2, 31) if unit == "before_day" else i.as_int(1, 10_000), 1)
    each = frame.ring_seconds if unit == "rings" else CLOCK_UNITS.get(unit, 0)
    limit = Limit(
        span,
        amount,
        unit,
        amount * each,
        keys.maybe("assumed", Item.as_bool, False),
        keys.maybe("source", Item.as_code, ""),
    )
    keys.done()
    return limit


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
    told = tuple(keys.maybe(name, lambda i: _names(i, ROLES), ()) for name in ("warning", "breach"))
    keys.done()
    return told[0], told[1]


def read_table(item: Item, frame: Frame) -> RouteTable:
    keys = item.as_map()
    facts = keys.need("facts", lambda i: i.as_list(lambda j: j.one_of(frame.vocabulary.facts)), ())
    outcomes = keys.need("outcomes", Item.as_names, ())
    table = RouteTable(
        **_common(item, keys, frame),
        table=keys.need("table", Item.as_str, ""),
        facts=facts,
        outcomes=outcomes,
        rows=keys.need("rows", lambda i: i.as_list(lambda j: _row(j, frame, (facts, outcomes))), ()),
    )
    keys.done()
    seen: set[str] = set()
    for row in table.rows:
        if row.id in seen:
            item.sink.say(row.place, "rows", f"行 {row.id} 重复;请改名", f"row {row.id} appears twice; rename one")
        seen.add(row.id)
    return table


def _row(item: Item, frame: Frame, columns: tuple[tuple[str, ...], tuple[str, ...]]) -> Row:
    facts, outcomes = columns
    keys = item.as_map()
    row = Row(
        id=keys.need("id", Item.as_code, ""),
        when=keys.maybe("when", lambda i: _when(i, frame), {}),
        then=keys.need("then", _outcome, {}),
        clauses=keys.maybe("clauses", lambda i: _clauses(i, frame), ()),
        because=keys.maybe("because", Item.as_text, NOTHING),
        place=item.place,
    )
    keys.done()
    for name in row.when:
        if name not in facts:
            item.say(
                f"when 用到的事实 {name} 不在 facts 列中;请补上", f"when uses {name}, which facts does not list; add it"
            )
    if item.is_map and row.then and set(row.then) != set(outcomes):
        item.say(f"then 应恰好写 {'、'.join(outcomes)}", f"then should hold exactly {', '.join(outcomes)}")
    return row


def _outcome(item: Item) -> Mapping[str, str | bool]:
    return {
        name: value.as_bool() if value.node.tag.endswith(":bool") else value.as_code()
        for name, value in item.as_pairs()
    }


def read_gate(item: Item, frame: Frame) -> GateRule:
    keys = item.as_map()
    words = frame.vocabulary
    rule = GateRule(
        **_common(item, keys, frame),
        verb=keys.need("verb", lambda i: i.one_of(words.verbs), ""),
        requires=keys.need("requires", lambda i: _names(i, words.evidence), ()),
        when=keys.maybe("when", lambda i: _when(i, frame), {}),
        unless=keys.maybe("unless", lambda i: _when(i, frame), {}),
        message=keys.need("message", Item.as_text, NOTHING),
    )
    keys.done()
    return rule


def read_record(item: Item, frame: Frame) -> RecordRule:
    keys = item.as_map()
    rule = RecordRule(
        **_common(item, keys, frame),
        stores=keys.need("stores", Item.as_str, ""),
        shown_at=keys.maybe("shown_at", Item.as_str, ""),
    )
    keys.done()
    return rule


def read_publication(item: Item, frame: Frame) -> PublicationRule:
    keys = item.as_map()
    rule = PublicationRule(
        **_common(item, keys, frame),
        shown_at=keys.need("shown_at", Item.as_str, ""),
        audience=keys.need("audience", lambda i: i.one_of(("public", "staff")), ""),
        text=keys.maybe("text", Item.as_text, None),
    )
    keys.done()
    return rule


def read_duty(item: Item, frame: Frame) -> DutyRule:
    keys = item.as_map()
    rule = DutyRule(
        **_common(item, keys, frame),
        actor=keys.need("actor", Item.as_code, ""),
        every=keys.need("every", _every, Every("daily")),
        last_day=keys.maybe("last_day", lambda i: i.one_of(LAST_DAY), "stay"),
        workdays_only=keys.maybe("workdays_only", Item.as_bool, False),
        evidence=keys.maybe("evidence", lambda i: _names(i, frame.vocabulary.evidence), ()),
    )
    keys.done()
    return rule


def _every(item: Item) -> Every:
    keys = item.as_map()
    period = keys.need("period", lambda i: i.one_of(PERIODS), "daily")
    times = keys.maybe("times", lambda i: i.as_int(1, 31), 1)
    every = keys.maybe("due", lambda i: _due(i, period, times), Every(period, times))
    keys.done()
    return every


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


READERS: Mapping[str, Callable[[Item, Frame], Rule]] = {
    "deadlines": read_deadline,
    "routing": read_table,
    "gates": read_gate,
    "records": read_record,
    "publications": read_publication,
    "duties": read_duty,
}
