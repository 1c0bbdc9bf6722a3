"""Figures: dated values that overlap or leave holes, clocks several rules claim, settlements that settle nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from firstdesk.rulebook.book import Centre, Conflict, Rulebook, Settlement
from firstdesk.rulebook.deadlines import settle
from firstdesk.rulebook.findings import ERROR, NOTE, WARNING, Finding, finding
from firstdesk.rulebook.matching import overlaps
from firstdesk.rulebook.model import CLOCK_UNITS, DeadlineRule, Lang, Limit, Text
from firstdesk.rulebook.partition import meeting_sets
from firstdesk.rulebook.wording import amount


def check_deadlines(rulebook: Rulebook) -> Iterator[Finding]:
    for rule in rulebook.rules.values():
        if isinstance(rule, DeadlineRule):
            yield from _dates(rule)
            yield from _warnings(rule)
    for (kind, clock), rules in rulebook.by_clock.items():
        yield from _settled(rulebook, rulebook.centres[kind], clock, rules)
    for centre in rulebook.centres.values():
        for settlement in centre.settles:
            yield from _idle(rulebook, centre, settlement)


def check_conflicts(rulebook: Rulebook) -> Iterator[Finding]:
    """The sources' conflicts, each with its settlement; and clauses that mention one nobody lists."""
    listed = {clause for conflict in rulebook.conflicts for clause in conflict.clauses}
    for conflict in rulebook.conflicts:
        clauses, rules = ", ".join(conflict.clauses), ", ".join(conflict.rules) or "-"
        yield finding(
            "conflict",
            NOTE,
            conflict.place,
            Text(
                f"冲突 {conflict.number}「{conflict.subject.zh}」:{conflict.figures.zh}({clauses});"
                f"处理:{conflict.settlement.zh};涉及规则:{rules}",
                f"conflict {conflict.number}, {conflict.subject.en}: {conflict.figures.en} ({clauses});"
                f" settled: {conflict.settlement.en}; rules: {rules}",
            ),
        )
    for clause in rulebook.clauses.values():
        if "conflict" in clause.notes and clause.id not in listed and clause.enforceable != "excluded":
            yield finding(
                "conflict_unlisted",
                WARNING,
                clause.place,
                Text(
                    f"条款 {clause.id} 注明有冲突,但 conflicts.yaml 没有列出;请补上处理办法",
                    f"clause {clause.id} notes a conflict that conflicts.yaml does not list; say how it is settled",
                ),
            )


def _dates(rule: DeadlineRule) -> Iterator[Finding]:
    for earlier, later in pairwise(reversed(rule.limits)):
        figures_zh, figures_en = _figures(earlier, "zh", later), _figures(earlier, "en", later)
        if earlier.span.overlaps(later.span):
            yield finding(
                "overlap_in_time",
                ERROR,
                rule.place,
                Text(
                    f"规则 {rule.id} 有两个数值同时生效:{figures_zh};请给前一个写 to: {later.span.first - timedelta(days=1)}",
                    f"rule {rule.id} has two figures at one time: {figures_en}; end the earlier one with"
                    f" to: {later.span.first - timedelta(days=1)}",
                ),
            )
        elif earlier.span.last and earlier.span.last + timedelta(days=1) < later.span.first:
            yield finding(
                "hole_in_time",
                WARNING,
                rule.place,
                Text(
                    f"规则 {rule.id} 在 {earlier.span.last} 与 {later.span.first} 之间没有数值",
                    f"rule {rule.id} has no figure between {earlier.span.last} and {later.span.first}",
                ),
            )


def _figures(one: Limit, lang: Lang, other: Limit) -> str:
    return " / ".join(
        f"{amount(limit.amount, limit.unit, lang)} ({limit.span.first} - {limit.span.last or ''})"
        for limit in (one, other)
    )


def _warnings(rule: DeadlineRule) -> Iterator[Finding]:
    """A warning as long as the whole limit never comes."""
    for warn in rule.warn:
        for limit in rule.limits:
            whole = warn.amount * CLOCK_UNITS.get(warn.unit, 0)
            same_unit = warn.unit == limit.unit and warn.amount > limit.amount
            if same_unit or (whole and limit.seconds and whole >= limit.seconds):
                yield finding(
                    "idle_warning",
                    WARNING,
                    rule.place,
                    Text(
                        f"规则 {rule.id} 的预警提前量不短于期限本身,永远不会发出;请缩短",
                        f"the warning of rule {rule.id} is as long as its limit and never comes; shorten it",
                    ),
                )


def _meet(one: DeadlineRule, other: DeadlineRule) -> bool:
    dated = one.in_force is None or other.in_force is None or one.in_force.overlaps(other.in_force)
    return dated and overlaps(one.when, other.when)


def _settled(rulebook: Rulebook, centre: Centre, clock: str, rules: tuple[DeadlineRule, ...]) -> Iterator[Finding]:
    """Whatever the facts and the day, at most one rule may be left."""
    told: set[tuple[str, ...]] = set()
    for together in _together(rulebook, rules):
        left = settle(together, centre.settles)
        disputed = tuple(rule.id for rule in (left or together))
        if len(left) == 1 or disputed in told:
            continue
        told.add(disputed)
        yield _unsettled(rulebook, centre, clock, disputed)


def _together(rulebook: Rulebook, rules: tuple[DeadlineRule, ...]) -> Iterator[list[DeadlineRule]]:
    """Every set of rules that apply to the same facts on the same day, smallest first; the proof is over classes."""
    names = {name for rule in rules for name in rule.when}
    domain = {name: tuple(rulebook.facts[name].values) for name in sorted(names)}
    days = {rule.in_force.first for rule in rules if rule.in_force} or {rulebook.in_force_from}
    for mask in sorted(meeting_sets([rule.when for rule in rules], domain), key=int.bit_count):
        meeting = [rule for i, rule in enumerate(rules) if mask >> i & 1]
        for day in sorted(days):
            alive = [rule for rule in meeting if rule.holds(day)]
            if len(alive) > 1:
                yield alive


def _unsettled(rulebook: Rulebook, centre: Centre, clock: str, ids: tuple[str, ...]) -> Finding:
    rules = [rulebook.deadline(rule_id) for rule_id in ids]
    names = _named(rules)
    hint = _settlements([conflict for conflict in rulebook.conflicts if set(ids) & set(conflict.rules)])
    return finding(
        "unsettled",
        ERROR,
        centre.place,
        Text(
            f"时限 {clock} 有几条规则会同时适用:{names.zh};请在 settles 中写明以哪一条为准{hint.zh}",
            f"several rules time the clock {clock} for the same facts: {names.en}; say under settles which one"
            f" wins{hint.en}",
        ),
    )


def _named(rules: list[DeadlineRule]) -> Text:
    def words(lang: Lang) -> str:
        return ", ".join(
            f"{rule.id} ({'/'.join(amount(limit.amount, limit.unit, lang) for limit in rule.limits)})" for rule in rules
        )

    return Text(words("zh"), words("en"))


def _settlements(conflicts: list[Conflict]) -> Text:
    return Text(
        "".join(f";冲突 {conflict.number} 的处理:{conflict.settlement.zh}" for conflict in conflicts),
        "".join(f"; conflict {conflict.number} is settled so: {conflict.settlement.en}" for conflict in conflicts),
    )


def _idle(rulebook: Rulebook, centre: Centre, settlement: Settlement) -> Iterator[Finding]:
    """A settlement between deadlines that never meet settles nothing; it may hide a slip of the pen."""
    chosen = rulebook.rules[settlement.chosen]
    for rule_id in settlement.over:
        other = rulebook.rules[rule_id]
        if not isinstance(chosen, DeadlineRule) or not isinstance(other, DeadlineRule):
            continue
        adopted = {chosen.regulation, other.regulation} <= set(centre.adopts)
        if not adopted or chosen.clock != other.clock or not _meet(chosen, other):
            yield finding(
                "idle_settlement",
                WARNING,
                settlement.place,
                Text(
                    f"{chosen.id} 与 {rule_id} 在 {centre.kind} 从不同时适用,这条 settles 不起作用;请核对",
                    f"{chosen.id} and {rule_id} never meet in {centre.kind}, so this settlement does nothing; check it",
                ),
            )
