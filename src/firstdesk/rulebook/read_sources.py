"""From YAML to the parts every rule leans on: closed lists, sources with their clauses, centres, conflicts, local days."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar

from firstdesk.rulebook.book import Centre, Conflict, Fact, Head, Settlement, Topic, Vocabulary
from firstdesk.rulebook.model import FORMS, Clause, Evidence, Ladder, Place, Regulation, Span, Text
from firstdesk.rulebook.nodes import Item, Keys
from firstdesk.rulebook.workdays import DEFAULT_OFFICE_HOURS, LocalDay, OfficeHours

T = TypeVar("T")

NOTHING = Text("", "")
NO_VOCABULARY = Vocabulary({}, {}, {}, {}, {}, {})
NO_HEAD = Head(NOTHING, date.min, "", 5, DEFAULT_OFFICE_HOURS, 3)
CENTRE_KINDS = ("police_mediation", "service_linkage", "police_office", "governance", "window")
KINDS = (
    "time_limit", "recurring_duty", "continuous_duty", "procedure_step", "record_requirement", "publication",
    "approval", "prohibition", "role_duty", "metric", "facility", "principle",
)  # fmt: skip
ENFORCEABLE = ("enforce", "schedule", "record", "publish", "physical", "excluded")
NOTES = (
    "conflict", "rights_risk", "excluded_reason", "excluded_reason_zh", "safe_core", "safe_core_zh", "privacy_note",
    "privacy_note_zh",
)  # fmt: skip


@dataclass(slots=True)
class Names:
    """What has been declared so far: references are checked against these."""

    clauses: Collection[str] = ()
    rules: Collection[str] = ()
    regulations: Collection[str] = ()


def as_span(item: Item) -> Span:
    """{from: date, to: date or absent}."""
    keys = item.as_map()
    span = Span(keys.need("from", Item.as_date, date.min), keys.maybe("to", Item.as_date, None))
    keys.done()
    return _forward(item, span)


def _forward(item: Item, span: Span) -> Span:
    if span.last is not None and span.last < span.first:
        item.say("to 早于 from;请对调或改正", "to lies before from; swap or correct them")
    return span


def read_span(keys: Keys) -> Span:
    """`from` and `to` beside other keys."""
    first = keys.need("from", Item.as_date, date.min)
    return _forward(keys.item, Span(first, keys.maybe("to", Item.as_date, None)))


def read_vocabulary(root: Item) -> Vocabulary:
    keys = root.as_map()
    evidence: dict[str, tuple[Text, Evidence]] = keys.maybe("evidence", _evidence, {})
    vocabulary = Vocabulary(
        facts=keys.need("facts", _facts, {}),
        events=keys.need("events", _words, {}),
        clocks=keys.need("clocks", _words, {}),
        verbs=keys.maybe("verbs", _words, {}),
        evidence={name: text for name, (text, _) in evidence.items()},
        procedures=keys.maybe("procedures", _words, {}),
        lists=keys.maybe("lists", _words, {}),
        counts=keys.maybe("counts", _words, {}),
        proofs={name: proof for name, (_, proof) in evidence.items() if proof != Evidence()},
    )
    keys.done()
    return vocabulary


def _evidence(item: Item) -> dict[str, tuple[Text, Evidence]]:
    return {name: _proof(value) for name, value in item.as_pairs()}


def _proof(item: Item) -> tuple[Text, Evidence]:
    keys = item.as_map()
    text = Text(keys.need("zh", Item.as_str, ""), keys.need("en", Item.as_str, ""))
    form = keys.maybe("form", lambda i: i.one_of(FORMS), "text")
    proof = Evidence(form, keys.maybe("by_work", Item.as_bool, False))
    keys.done()
    return text, proof


def _words(item: Item) -> dict[str, Text]:
    return {name: value.as_text() for name, value in item.as_pairs()}


def _facts(item: Item) -> dict[str, Fact]:
    facts = {}
    for code, value in item.as_pairs():
        keys = value.as_map()
        facts[code] = Fact(code, keys.need("title", Item.as_text, NOTHING), keys.need("values", _words, {}))
        keys.done()
        if not facts[code].values:
            value.say("至少要有一个取值", "needs at least one value")
    return facts


def read_head(root: Item, ladder: Callable[[Item], Ladder]) -> Head:
    keys = root.as_map()
    head = Head(
        title=keys.need("title", Item.as_text, NOTHING),
        in_force_from=keys.need("in_force_from", Item.as_date, date.min),
        approved_by=keys.need("approved_by", Item.as_str, ""),
        ring_seconds=keys.maybe("ring_seconds", lambda item: item.as_int(1, 60), 5),
        office_hours=keys.maybe("office_hours", _office_hours, DEFAULT_OFFICE_HOURS),
        keep_parties_years=keys.maybe("keep_parties_years", lambda item: item.as_int(1, 100), 3),
        keep_files_years=keys.maybe("keep_files_years", lambda item: item.as_int(1, 100), 10),
        sent_back_times=keys.maybe("sent_back_times", lambda item: item.as_int(1, 20), 3),
        duty_warn_days=keys.maybe("duty_warn_days", lambda item: item.as_int(1, 60), 3),
        hops_allowed=keys.maybe("hops_allowed", lambda item: item.as_int(1, 20), 3),
        escalation=keys.maybe("escalation", lambda item: item.as_list(ladder), ()),
    )
    keys.done()
    return head


def _office_hours(item: Item) -> OfficeHours:
    known = len(item.sink.problems)
    hours = item.as_list(_opening)
    if len(item.sink.problems) > known:
        return DEFAULT_OFFICE_HOURS
    edges = [edge for window in hours for edge in window]
    if not edges or any(later <= earlier for earlier, later in zip(edges, edges[1:], strict=False)):
        item.say("办公时间须按先后排列、互不重叠", "office hours must be in order and must not overlap")
        return DEFAULT_OFFICE_HOURS
    return hours


def _opening(item: Item) -> tuple[time, time]:
    keys = item.as_map()
    window = keys.need("from", Item.as_time, time()), keys.need("to", Item.as_time, time())
    keys.done()
    return window


def read_topics(root: Item) -> dict[str, Topic]:
    keys = root.as_map()
    items = keys.need("topics", lambda item: item.as_list(_topic), ())
    keys.done()
    topics: dict[str, Topic] = {}
    for item, topic in items:
        if topic.code in topics:
            item.say(f"主题 {topic.code} 重复;请改名", f"topic {topic.code} is declared twice; rename one")
        if topic.parent and topic.parent not in topics:
            item.unknown(topic.parent, topics)  # a parent stands above its children, so there is no cycle
        topics[topic.code] = topic
    return topics


def _topic(item: Item) -> tuple[Item, Topic]:
    keys = item.as_map()
    title = Text(keys.need("zh", Item.as_str, ""), keys.need("en", Item.as_str, ""))
    topic = Topic(keys.need("code", Item.as_code, ""), title, keys.maybe("parent", Item.as_code, ""))
    keys.done()
    return item, topic


def read_source(root: Item, folder: str) -> tuple[Regulation, tuple[Clause, ...]]:
    keys = root.as_map()
    code = keys.need("regulation", Item.as_code, folder)
    if code != folder:
        root.say(f"regulation 应与文件夹同名:{folder}", f"regulation should be the folder's name: {folder}")
    title = keys.need("title", Item.as_text, NOTHING)
    number = keys.need("number", Item.as_code, "")
    issuer = keys.need("issuer", Item.as_text, NOTHING)
    source_code = keys.need("source_code", Item.as_code, "")
    in_force = keys.need("in_force", as_span, Span(date.min))
    clauses = keys.need("clauses", lambda item: item.as_list(lambda entry: _clause(entry, folder)), ())
    keys.done()
    ids = tuple(clause.id for clause in clauses)
    return Regulation(folder, title, number, issuer, source_code, in_force, ids), clauses


def _clause(item: Item, regulation: str) -> Clause:
    keys = item.as_map()
    clause = Clause(
        id=keys.need("id", Item.as_code, ""),
        regulation=regulation,
        sub_document=keys.need("sub_document", Item.as_code, ""),
        section=keys.need("section", Item.as_code, ""),
        title=keys.need("title", Item.as_str, ""),
        text=Text(keys.need("zh", Item.as_str, ""), keys.need("en", Item.as_str, "")),
        kind=keys.need("kind", lambda i: i.one_of(KINDS), ""),
        actor=keys.need("actor", Item.as_code, ""),
        capability=keys.need("capability", Item.as_code, ""),
        enforceable=keys.need("enforceable", lambda i: i.one_of(ENFORCEABLE), ""),
        parameters=keys.maybe("parameters", _parameters, {}),
        duplicates_of=keys.maybe("duplicates_of", Item.as_names, ()),
        related_to=keys.maybe("related_to", Item.as_names, ()),
        notes={name: value for name in NOTES if (value := keys.maybe(name, Item.as_str, ""))},
        place=item.place,
    )
    keys.done()
    if clause.enforceable == "excluded" and "excluded_reason" not in clause.notes:
        item.say("不采纳的条款须写明 excluded_reason", "an excluded clause must give its excluded_reason")
    return clause


def _parameters(item: Item) -> dict[str, object]:
    return {name: value.as_data() for name, value in item.as_pairs()}


def read_centre(root: Item, stem: str, names: Names) -> Centre:
    keys = root.as_map()
    kind = keys.need("kind", lambda item: item.one_of(CENTRE_KINDS), stem)
    if kind != stem:
        root.say(f"kind 应与文件同名:{stem}", f"kind should be the file's name: {stem}")
    centre = Centre(
        kind=stem,
        title=keys.need("title", Item.as_text, NOTHING),
        adopts=keys.need("adopts", lambda item: item.as_list(lambda i: i.one_of(names.regulations)), ()),
        settles=keys.maybe("settles", lambda item: item.as_list(lambda i: _settlement(i, names)), ()),
        place=root.place,
    )
    keys.done()
    return centre


def _settlement(item: Item, names: Names) -> Settlement:
    keys = item.as_map()
    settlement = Settlement(
        conflict=keys.maybe("conflict", Item.as_int, 0),
        chosen=keys.need("chosen", lambda i: i.one_of(names.rules), ""),
        over=keys.need("over", lambda i: i.as_list(lambda j: j.one_of(names.rules)), ()),
        reason=keys.need("reason", Item.as_text, NOTHING),
        place=item.place,
    )
    keys.done()
    return settlement


def read_conflicts(root: Item, names: Names) -> tuple[Conflict, ...]:
    keys = root.as_map()
    found = keys.need("conflicts", lambda item: item.as_list(lambda i: _conflict(i, names)), ())
    keys.done()
    return found


def _conflict(item: Item, names: Names) -> Conflict:
    keys = item.as_map()
    conflict = Conflict(
        number=keys.need("number", Item.as_int, 0),
        subject=keys.need("subject", Item.as_text, NOTHING),
        clauses=keys.need("clauses", lambda i: i.as_list(lambda j: j.one_of(names.clauses)), ()),
        figures=keys.need("figures", Item.as_text_or_str, NOTHING),
        settlement=keys.need("settlement", Item.as_text, NOTHING),
        rules=keys.maybe("rules", lambda i: i.as_list(lambda j: j.one_of(names.rules)), ()),
        place=item.place,
    )
    keys.done()
    return conflict


def read_days(root: Item) -> tuple[tuple[Place, LocalDay], ...]:
    keys = root.as_map()
    days = keys.need("days", lambda item: item.as_list(_local_day), ())
    keys.done()
    return days


def _local_day(item: Item) -> tuple[Place, LocalDay]:
    keys = item.as_map()
    workday = keys.need("workday", Item.as_bool, False)
    default = Text("本地调班", "local working day") if workday else Text("本地放假", "local day off")
    day = LocalDay(
        day=keys.need("date", Item.as_date, date.max),
        workday=workday,
        name=keys.maybe("name", Item.as_text, default),
        source=keys.need("source", Item.as_str, ""),
    )
    keys.done()
    return item.place, day
