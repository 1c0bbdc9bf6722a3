"""Everything that can be proved wrong, or missing, in rules that compile."""

from __future__ import annotations

from collections.abc import Iterator

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.cases import run_case
from firstdesk.rulebook.coverage import carriers, cited, status
from firstdesk.rulebook.findings import ERROR, NOTE, WARNING, Finding, finding
from firstdesk.rulebook.lint_deadlines import check_conflicts, check_deadlines
from firstdesk.rulebook.lint_duties import check_duties
from firstdesk.rulebook.lint_escalation import check_escalation
from firstdesk.rulebook.lint_procedures import check_procedures
from firstdesk.rulebook.lint_tables import check_tables
from firstdesk.rulebook.model import Text

__all__ = ["Finding", "lint"]

_ORDER = (ERROR, WARNING, NOTE)


def lint(rulebook: Rulebook) -> tuple[Finding, ...]:
    """All findings, errors first."""
    found = [
        *check_tables(rulebook),
        *check_deadlines(rulebook),
        *check_conflicts(rulebook),
        *check_escalation(rulebook),
        *check_procedures(rulebook),
        *check_duties(rulebook),
        *_examples(rulebook),
        *_clauses(rulebook),
        *_adopted(rulebook),
        *_topics(rulebook),
    ]
    return tuple(sorted(found, key=lambda f: (_ORDER.index(f.severity), f.where)))


def _examples(rulebook: Rulebook) -> Iterator[Finding]:
    """Every rule has an example, every carried clause is cited by one, and the examples hold."""
    exemplified = {case.rule for case in rulebook.cases}
    for rule in rulebook.rules.values():
        if rule.id not in exemplified:
            file = f"{rule.regulation}/cases.yaml"
            yield finding(
                "no_example",
                ERROR,
                rule.place,
                Text(
                    f"规则 {rule.id} 没有示例;请在 {file} 中补一个", f"rule {rule.id} has no example; add one to {file}"
                ),
            )
    for case in rulebook.cases:
        result = run_case(rulebook, case)
        if not result.ok:
            expected, actual = dict(result.expected), dict(result.actual)
            yield finding(
                "example_fails",
                ERROR,
                case.place,
                Text(
                    f"示例 {case.id} 与规则 {case.rule} 不符:期望 {expected},实际 {actual}",
                    f"example {case.id} disagrees with rule {case.rule}: expected {expected}, the rule says {actual}",
                ),
            )


def _clauses(rulebook: Rulebook) -> Iterator[Finding]:
    carried_by = carriers(rulebook)
    shown = {clause for case in rulebook.cases for clause in case.clauses}
    shown |= {clause for case in rulebook.cases for clause in cited(rulebook.rules[case.rule])}
    for clause in rulebook.clauses.values():
        state = status(clause, carried_by)
        if state == "planned":
            message = Text(
                f"条款 {clause.id}「{clause.text.zh}」还没有规则承载({clause.capability})",
                f"no rule carries clause {clause.id}, {clause.title} ({clause.capability})",
            )
            yield finding("no_rule", NOTE, clause.place, message)
        elif state == "carried" and clause.id not in shown:
            message = Text(f"条款 {clause.id} 没有示例引用", f"no example cites clause {clause.id}")
            yield finding("clause_without_example", ERROR, clause.place, message)
        elif state == "excluded" and clause.id in carried_by:
            rules = ", ".join(carried_by[clause.id])
            message = Text(
                f"规则 {rules} 引用了不采纳的条款 {clause.id};请改为引用其保留部分依据的条款",
                f"{rules} cites clause {clause.id}, which is never built; cite the clause its safe core rests on",
            )
            yield finding("excluded_cited", ERROR, clause.place, message)


def _adopted(rulebook: Rulebook) -> Iterator[Finding]:
    adopted = {code for centre in rulebook.centres.values() for code in centre.adopts}
    for code in rulebook.regulations:
        if code not in adopted:
            yield finding(
                "not_adopted",
                WARNING,
                f"{code}/source.yaml",
                Text(f"没有任何类型的中心采用制度 {code}", f"no kind of centre adopts the regulation {code}"),
            )


def _topics(rulebook: Rulebook) -> Iterator[Finding]:
    """The fact `topic` takes the roots of the topic tree as its values, or a topic chosen there finds no row."""
    if "topic" not in rulebook.facts:
        return
    roots = {topic.code for topic in rulebook.topics.values() if not topic.parent}
    for code in sorted(roots ^ set(rulebook.facts["topic"].values)):
        yield finding(
            "topic_mismatch",
            ERROR,
            "topics.yaml",
            Text(
                f"主题 {code} 只在 topics.yaml 的根或 facts.yaml 的 topic 之一中;请两处写成一致",
                f"the topic {code} is only in one of topics.yaml (as a root) and facts.yaml (topic); write it in both",
            ),
        )
