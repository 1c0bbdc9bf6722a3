"""From YAML to worked examples: their shape depends on the kind of rule they are for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime

from firstdesk.rulebook.book import Vocabulary
from firstdesk.rulebook.compensation import CompensationRule
from firstdesk.rulebook.extension import GRANTABLE
from firstdesk.rulebook.indicators import IndicatorRule
from firstdesk.rulebook.lists import ListRule
from firstdesk.rulebook.meetings import MeetingRule
from firstdesk.rulebook.model import (
    AGREED,
    Case,
    ChecklistRule,
    DeadlineRule,
    DutyRule,
    GateRule,
    ProcedureRule,
    PublicationRule,
    RouteTable,
    Rule,
)
from firstdesk.rulebook.nodes import Item, Keys
from firstdesk.rulebook.postings import FORMS, PostingRule
from firstdesk.rulebook.read_sources import Names

Reader = Callable[[Item], object]


def read_case(item: Item, rules: Mapping[str, Rule], names: Names, words: Vocabulary) -> Case:
    known = len(item.sink.problems)
    keys = item.as_map()
    rule_id = keys.need("rule", lambda i: i.one_of(rules), "")
    name = keys.need("case", Item.as_code, "")
    if len(item.sink.problems) > known:  # of which kind the rest should be, nobody can say
        return Case(name, rule_id, (), {}, {}, "", item.place)
    rule = rules[rule_id]
    case = Case(
        id=name,
        rule=rule_id,
        clauses=keys.maybe("clauses", lambda i: i.as_list(lambda j: j.one_of(names.clauses)), ()),
        given=keys.maybe("given", lambda i: _given(i, rule, words), {}),
        expect=keys.need("expect", lambda i: _expect(i, rule, words), {}),
        note=keys.maybe("note", lambda i: i.as_text_or_str().zh, ""),
        place=item.place,
    )
    keys.done()
    for needed in _needed(rule):
        if needed not in case.given:
            item.say(f"given 缺少 {needed}", f"given lacks {needed}")
    return case


def _needed(rule: Rule) -> tuple[str, ...]:
    if isinstance(rule, DeadlineRule):
        return ("start", "agreed") if any(limit.unit == AGREED for limit in rule.limits) else ("start",)
    if isinstance(rule, RouteTable):
        return rule.facts
    if isinstance(rule, CompensationRule):
        return ("due", "answered")
    if isinstance(rule, ProcedureRule):
        return ("step",)
    if isinstance(rule, IndicatorRule):
        return ("part", "whole")
    return ("period_from", "period_to") if isinstance(rule, DutyRule) else ()


def _given(item: Item, rule: Rule, words: Vocabulary) -> Mapping[str, object]:
    def facts(inner: Item) -> object:
        return {name: _fact(name, value, words) for name, value in inner.as_pairs()}

    if isinstance(rule, DeadlineRule):
        return _read(
            item,
            {
                "start": _moment,
                "facts": facts,
                "pauses": _pauses,
                "extensions": _grants,
                "on": _day,
                "agreed": _day,
                "own": Item.as_int,
            },
        )
    if isinstance(rule, RouteTable):
        entries = dict(item.as_pairs())
        inner = entries["facts"] if set(entries) == {"facts"} else item
        return {name: _fact(name, value, words) for name, value in inner.as_pairs()}
    if isinstance(rule, GateRule):
        return _read(item, {"present": lambda i: _list(i, words.evidence), "facts": facts})
    if isinstance(rule, ChecklistRule):
        return _read(item, {"facts": facts})
    if isinstance(rule, ProcedureRule):
        steps: dict[str, Reader] = {"step": Item.as_code, "done": _codes}
        return _read(item, {**steps, "present": lambda i: _list(i, words.evidence), "facts": facts})
    if isinstance(rule, CompensationRule):
        return _read(item, {"due": _moment, "answered": _moment})
    if isinstance(rule, IndicatorRule):
        return _read(item, {"part": _number, "whole": _number})
    if isinstance(rule, DutyRule):
        return _read(item, {"period_from": _day, "period_to": _day})
    return _read(item, {})


def _expect(item: Item, rule: Rule, words: Vocabulary) -> Mapping[str, object]:
    found: Mapping[str, object]
    if isinstance(rule, DeadlineRule):
        found = _read(item, {"due": _moment, "provisional": Item.as_bool, "refused": Item.as_bool, "levels": _moments})
    elif isinstance(rule, RouteTable):
        readers: dict[str, Reader] = dict.fromkeys(rule.outcomes, Item.as_data)
        found = _read(item, {"row": lambda i: i.one_of([row.id for row in rule.rows]), **readers})
    elif isinstance(rule, ProcedureRule):
        found = _read(item, {"missing": _codes})
    elif isinstance(rule, GateRule):
        found = _read(item, {"missing": lambda i: _list(i, words.evidence)})
    elif isinstance(rule, DutyRule):
        found = _read(item, {"due": lambda i: list(i.as_list(_day))})
    elif isinstance(rule, ChecklistRule):
        names = [each.id for each in rule.items]
        found = _read(item, {"items": lambda i: _list(i, names), "required": lambda i: _list(i, names)})
    elif isinstance(rule, ListRule):
        codes = [each.id for each in rule.items]
        found = _read(item, {"items": lambda i: _list(i, codes)})
    elif isinstance(rule, PostingRule):
        things = [each.id for each in rule.items]
        found = _read(item, {"items": lambda i: _list(i, things), "forms": lambda i: _list(i, FORMS)})
    elif isinstance(rule, IndicatorRule):
        found = _read(item, {"percent": _percent, "few": Item.as_bool})
    elif isinstance(rule, MeetingRule):
        points = [point.id for point in rule.agenda]
        shown: dict[str, Reader] = {"evidence": lambda i: _list(i, words.evidence), "chair": Item.as_str}
        found = _read(item, {**shown, "agenda": lambda i: _list(i, points)})
    elif isinstance(rule, CompensationRule):
        found = _read(item, {"days": lambda i: i.as_int(0, 10_000), "total": lambda i: i.as_int(0, 10_000_000)})
    elif isinstance(rule, PublicationRule):
        found = _read(item, {"shown_at": Item.as_str, "audience": Item.as_str})
    else:
        found = _read(item, {"stores": Item.as_str, "shown_at": Item.as_str})
    if item.is_map and not found:
        item.say("expect 至少写一项", "expect needs at least one entry")
    return found


def _read(item: Item, readers: Mapping[str, Reader]) -> Mapping[str, object]:
    keys: Keys = item.as_map()
    found = {name: value for name, read in readers.items() if (value := keys.maybe(name, read, None)) is not None}
    keys.done()
    return found


def _fact(name: str, item: Item, words: Vocabulary) -> str:
    if name not in words.facts:
        item.unknown(name, words.facts)
        return ""
    return item.one_of(words.facts[name].values)


def _list(item: Item, allowed: Collection[str]) -> list[str]:
    return list(item.as_list(lambda i: i.one_of(allowed)))


def _number(item: Item) -> int:
    return item.as_int(0)


def _percent(item: Item) -> float:
    value = item.as_data()
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100:
        return float(value)
    item.say("应为 0 到 100 的数,如 83.3", "should be a number from 0 to 100, like 83.3")
    return 0.0


def _codes(item: Item) -> list[str]:
    return list(item.as_names())


def _day(item: Item) -> str:
    return item.as_date().isoformat()


def _moment(item: Item) -> str:
    value = str(item.as_data())
    try:
        return datetime.fromisoformat(value).isoformat()
    except ValueError:
        item.say("应为时刻,如 '2025-09-30T15:00'", "should be a moment like '2025-09-30T15:00'")
        return datetime.combine(date.max, datetime.min.time()).isoformat()


def _moments(item: Item) -> list[str]:
    return list(item.as_list(_moment))


def _grants(item: Item) -> list[list[object]]:
    return [list(grant) for grant in item.as_list(_grant)]


def _grant(item: Item) -> tuple[int, str]:
    keys = item.as_map()
    grant = keys.need("amount", Item.as_int, 1), keys.need("unit", lambda i: i.one_of(GRANTABLE), "working_days")
    keys.done()
    return grant


def _pauses(item: Item) -> list[list[str]]:
    return [list(pause) for pause in item.as_list(_pause)]


def _pause(item: Item) -> tuple[str, str]:
    keys = item.as_map()
    pause = keys.need("from", _moment, ""), keys.need("until", _moment, "")
    keys.done()
    return pause
