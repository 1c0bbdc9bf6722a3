"""From YAML to lists and indicators."""

from __future__ import annotations

from firstdesk.rulebook.frame import Frame, common, entries, names
from firstdesk.rulebook.indicators import LEAST, SUBJECTS, Counting, IndicatorRule, forbidden
from firstdesk.rulebook.lists import ListRule
from firstdesk.rulebook.model import Text, When
from firstdesk.rulebook.nodes import Item
from firstdesk.rulebook.read_sources import NOTHING

NO_COUNT = Counting("", {})


def read_list(item: Item, frame: Frame) -> ListRule:
    keys = item.as_map()
    rule = ListRule(
        **common(item, keys, frame),
        list=keys.need("list", lambda i: i.one_of(frame.vocabulary.lists), ""),
        items=keys.need("items", entries, ()),
    )
    keys.done()
    return rule


def read_indicator(item: Item, frame: Frame) -> IndicatorRule:
    keys = item.as_map()
    rule = IndicatorRule(
        **common(item, keys, frame),
        of=keys.need("of", lambda i: names(i, SUBJECTS), ()),
        part=keys.need("part", lambda i: _counting(i, frame), NO_COUNT),
        whole=keys.need("whole", lambda i: _counting(i, frame), NO_COUNT),
        formula=keys.need("formula", Item.as_text, NOTHING),
        least=keys.maybe("least", lambda i: i.as_int(1, 1000), LEAST),
    )
    keys.done()
    texts = (rule.id, *_both(rule.title), *_both(rule.formula), *_read_by(rule.part), *_read_by(rule.whole))
    if word := forbidden(*texts):
        item.say(
            f"指标里有“{word}”:信访、抓捕处罚、拒绝的数量永远不作考核指标;请改为按时、证据齐全、群众评价这样的兑现情况",
            f"the indicator says “{word}”: petitions, arrests, penalties and refusals are never counted for or against"
            " anybody; measure promises kept, evidence complete or ratings instead",
        )
    return rule


def _both(text: Text) -> tuple[str, str]:
    return text.zh, text.en


def _read_by(counting: Counting) -> tuple[str, ...]:
    """Every name a count reads: what is narrowed down to petitions counts petitions."""
    return counting.count, *counting.filters, *(value for values in counting.filters.values() for value in values)


def _counting(item: Item, frame: Frame) -> Counting:
    words = frame.vocabulary
    keys = item.as_map()
    count = keys.need("count", lambda i: i.one_of(words.counts), "")
    filters = keys.maybe("only", lambda i: _filters(i, frame), {})
    keys.done()
    return Counting(count, filters)


def _filters(item: Item, frame: Frame) -> When:
    words = frame.vocabulary
    found = {}
    for name, values in item.as_pairs():
        if name != "clock" and name not in words.facts:
            values.unknown(name, ("clock", *words.facts))
            continue
        allowed = words.clocks if name == "clock" else words.facts[name].values
        found[name] = frozenset(names(values, allowed))
    return found
