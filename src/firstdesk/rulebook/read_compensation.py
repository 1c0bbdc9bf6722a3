"""From YAML to what is promised for each late day."""

from __future__ import annotations

from firstdesk.rulebook.compensation import CompensationRule, Rate
from firstdesk.rulebook.frame import Frame, common
from firstdesk.rulebook.nodes import Item
from firstdesk.rulebook.read_sources import read_span


def read_compensation(item: Item, frame: Frame) -> CompensationRule:
    keys = item.as_map()
    rates = keys.need("amount", lambda i: i.as_list(_rate), ())
    rule = CompensationRule(
        **common(item, keys, frame),
        clock=keys.need("clock", lambda i: i.one_of(frame.vocabulary.clocks), ""),
        per=keys.need("per", lambda i: i.one_of(("calendar_day", "working_day")), "calendar_day"),
        rates=tuple(sorted(rates, key=lambda rate: rate.span.first, reverse=True)),
    )
    keys.done()
    if item.is_map and not rates:
        item.say("amount 至少要有一个数值", "amount needs at least one figure")
    if len({rate.currency for rate in rates}) > 1:
        item.say("同一规则只能用一种货币", "one rule counts in one currency")
    return rule


def _rate(item: Item) -> Rate:
    keys = item.as_map()
    rate = Rate(
        read_span(keys),
        keys.need("each", lambda i: i.as_int(1, 10_000), 1),
        keys.need("currency", lambda i: i.one_of(("CNY",)), "CNY"),
    )
    keys.done()
    return rate
