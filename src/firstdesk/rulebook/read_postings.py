"""From YAML to what must be made known."""

from __future__ import annotations

from firstdesk.rulebook.frame import Frame, common, names
from firstdesk.rulebook.model import Text
from firstdesk.rulebook.nodes import Item
from firstdesk.rulebook.postings import FORMS, HOLDERS, PostingRule, PostItem


def read_posting(item: Item, frame: Frame) -> PostingRule:
    keys = item.as_map()
    rule = PostingRule(
        **common(item, keys, frame),
        units=keys.maybe("units", lambda i: names(i, HOLDERS), ()),
        forms=keys.need("forms", lambda i: names(i, FORMS), ()),
        recheck_days=keys.need("recheck_days", lambda i: i.as_int(1, 400), 90),
        renew_days=keys.maybe("renew_days", lambda i: i.as_int(1, 400), 0),
        items=keys.need("items", lambda i: i.as_list(_thing), ()),
        proves=keys.maybe("proves", lambda i: names(i, frame.vocabulary.evidence), ()),
    )
    keys.done()
    codes = [each.id for each in rule.items]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        item.say(f"条目 {code} 重复;请改名", f"item {code} appears twice; rename one")
    if item.is_map and not rule.items:
        item.say("至少写一条", "write at least one item")
    return rule


def _thing(item: Item) -> PostItem:
    keys = item.as_map()
    text = Text(keys.need("zh", Item.as_str, ""), keys.need("en", Item.as_str, ""))
    thing = PostItem(keys.need("id", Item.as_code, ""), text)
    keys.done()
    return thing
