"""From YAML to decision tables, gates, records, publications, duties, checklists."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from firstdesk.rulebook.frame import Frame, as_when, clauses, common, names
from firstdesk.rulebook.model import (
    CheckItem,
    ChecklistRule,
    GateRule,
    Never,
    PublicationRule,
    RecordRule,
    RouteTable,
    Row,
    Rule,
    Text,
    When,
)
from firstdesk.rulebook.nodes import Item
from firstdesk.rulebook.read_compensation import read_compensation
from firstdesk.rulebook.read_deadlines import read_deadline
from firstdesk.rulebook.read_duties import read_duty
from firstdesk.rulebook.read_lists import read_indicator, read_list
from firstdesk.rulebook.read_meetings import read_meeting
from firstdesk.rulebook.read_postings import read_posting
from firstdesk.rulebook.read_procedures import read_procedure
from firstdesk.rulebook.read_sources import NOTHING


def read_table(item: Item, frame: Frame) -> RouteTable:
    keys = item.as_map()
    facts = keys.need("facts", lambda i: i.as_list(lambda j: j.one_of(frame.vocabulary.facts)), ())
    outcomes = keys.need("outcomes", Item.as_names, ())
    table = RouteTable(
        **common(item, keys, frame),
        table=keys.need("table", Item.as_str, ""),
        facts=facts,
        outcomes=outcomes,
        rows=keys.need("rows", lambda i: i.as_list(lambda j: _row(j, frame, (facts, outcomes))), ()),
        never=keys.maybe("never", lambda i: i.as_list(lambda j: _never(j, frame, facts)), ()),
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
        when=keys.maybe("when", lambda i: as_when(i, frame), {}),
        then=keys.need("then", _outcome, {}),
        clauses=keys.maybe("clauses", lambda i: clauses(i, frame), ()),
        because=keys.maybe("because", Item.as_text, NOTHING),
        place=item.place,
    )
    keys.done()
    _columns(item, row.when, facts)
    if item.is_map and row.then and set(row.then) != set(outcomes):
        item.say(f"then 应恰好写 {'、'.join(outcomes)}", f"then should hold exactly {', '.join(outcomes)}")
    return row


def _never(item: Item, frame: Frame, facts: tuple[str, ...]) -> Never:
    keys = item.as_map()
    never = Never(keys.need("when", lambda i: as_when(i, frame), {}), keys.need("then", _outcome, {}))
    keys.done()
    _columns(item, never.when, facts)
    return never


def _columns(item: Item, when: When, facts: tuple[str, ...]) -> None:
    """A condition may use the facts the table lists, no others."""
    for name in when:
        if name not in facts:
            item.say(
                f"when 用到的事实 {name} 不在 facts 列中;请补上", f"when uses {name}, which facts does not list; add it"
            )


def _outcome(item: Item) -> Mapping[str, str | bool]:
    return {
        name: value.as_bool() if value.node.tag.endswith(":bool") else value.as_code()
        for name, value in item.as_pairs()
    }


def read_gate(item: Item, frame: Frame) -> GateRule:
    keys = item.as_map()
    words = frame.vocabulary
    rule = GateRule(
        **common(item, keys, frame),
        verb=keys.need("verb", lambda i: i.one_of(words.verbs), ""),
        requires=keys.need("requires", lambda i: names(i, words.evidence), ()),
        when=keys.maybe("when", lambda i: as_when(i, frame), {}),
        unless=keys.maybe("unless", lambda i: as_when(i, frame), {}),
        message=keys.need("message", Item.as_text, NOTHING),
    )
    keys.done()
    return rule


def read_record(item: Item, frame: Frame) -> RecordRule:
    keys = item.as_map()
    rule = RecordRule(
        **common(item, keys, frame),
        stores=keys.need("stores", Item.as_str, ""),
        shown_at=keys.maybe("shown_at", Item.as_str, ""),
    )
    keys.done()
    return rule


def read_publication(item: Item, frame: Frame) -> PublicationRule:
    keys = item.as_map()
    rule = PublicationRule(
        **common(item, keys, frame),
        shown_at=keys.need("shown_at", Item.as_str, ""),
        audience=keys.need("audience", lambda i: i.one_of(("public", "staff")), ""),
        text=keys.maybe("text", Item.as_text, None),
    )
    keys.done()
    return rule


def read_checklist(item: Item, frame: Frame) -> ChecklistRule:
    keys = item.as_map()
    rule = ChecklistRule(
        **common(item, keys, frame),
        when=keys.need("when", lambda i: as_when(i, frame), {}),
        items=keys.need("items", lambda i: i.as_list(_check_item), ()),
    )
    keys.done()
    names = [each.id for each in rule.items]
    for name in sorted({name for name in names if names.count(name) > 1}):
        item.say(f"条目 {name} 重复;请改名", f"item {name} appears twice; rename one")
    if item.is_map and not rule.items:
        item.say("至少写一条", "write at least one item")
    return rule


def _check_item(item: Item) -> CheckItem:
    keys = item.as_map()
    text = Text(keys.need("zh", Item.as_str, ""), keys.need("en", Item.as_str, ""))
    found = CheckItem(
        id=keys.need("id", Item.as_code, ""),
        text=text,
        required=keys.maybe("required", Item.as_bool, False),
        source=keys.maybe("source", Item.as_text, None),
    )
    keys.done()
    return found


READERS: Mapping[str, Callable[[Item, Frame], Rule]] = {
    "deadlines": read_deadline,
    "routing": read_table,
    "gates": read_gate,
    "records": read_record,
    "publications": read_publication,
    "duties": read_duty,
    "compensations": read_compensation,
    "checklists": read_checklist,
    "procedures": read_procedure,
    "lists": read_list,
    "indicators": read_indicator,
    "meetings": read_meeting,
    "postings": read_posting,
}
