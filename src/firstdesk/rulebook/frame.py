"""What every kind of rule is read with: its id, its clauses, its conditions."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from firstdesk.rulebook.book import Vocabulary
from firstdesk.rulebook.model import Entry, Text, When
from firstdesk.rulebook.nodes import Item, Keys
from firstdesk.rulebook.read_sources import NOTHING, as_span

RULE_ID = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+")
LAST_DAY = ("stay", "roll_forward", "roll_back")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a rule is compiled against."""

    regulation: str
    version: str
    ring_seconds: int
    vocabulary: Vocabulary
    clauses: Collection[str]


def common(item: Item, keys: Keys, frame: Frame) -> dict[str, Any]:
    rule_id = keys.need("id", Item.as_str, "")
    if rule_id and not RULE_ID.fullmatch(rule_id):
        item.say(
            f"规则编号 {rule_id} 应为小写、以点分段,如 mediation.accept",
            f"the rule id {rule_id} should be lower case in dotted parts, like mediation.accept",
        )
    return {
        "id": rule_id,
        "title": keys.need("title", Item.as_text, NOTHING),
        "clauses": keys.need("clauses", lambda i: clauses(i, frame), ()),
        "regulation": frame.regulation,
        "in_force": keys.maybe("in_force", as_span, None),
        "note": keys.maybe("note", Item.as_text_or_str, None),
        "assumed": keys.maybe("assumed", Item.as_bool, False),
        "place": item.place,
        "version": frame.version,
    }


def clauses(item: Item, frame: Frame) -> tuple[str, ...]:
    found = item.as_list(lambda i: i.one_of(frame.clauses))
    if item.is_list and not found:
        item.say("至少引用一条条款", "cite at least one clause")
    return found


def entries(item: Item) -> tuple[Entry, ...]:
    """The entries of a list, at least one, no code twice."""
    found = item.as_list(_entry)
    codes = [each.id for each in found]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        item.say(f"条目 {code} 重复;请改名", f"item {code} appears twice; rename one")
    if item.is_list and not found:
        item.say("至少写一条", "write at least one item")
    return found


def _entry(item: Item) -> Entry:
    keys = item.as_map()
    text = Text(keys.need("zh", Item.as_str, ""), keys.need("en", Item.as_str, ""))
    entry = Entry(keys.need("id", Item.as_code, ""), text)
    keys.done()
    return entry


def names(item: Item, allowed: Collection[str]) -> tuple[str, ...]:
    """One declared name or a list of them."""
    return item.as_list(lambda i: i.one_of(allowed)) if item.is_list else (item.one_of(allowed),)


def as_when(item: Item, frame: Frame) -> When:
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
