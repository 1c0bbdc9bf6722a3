"""What lint proves, and what it says when the proof fails."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.lint import lint
from firstdesk.rulebook.lint_tables import domain_of, prove
from firstdesk.rulebook.matching import misfit
from firstdesk.rulebook.model import Place, RouteTable, Row, Text
from firstdesk.rulebook.partition import meeting_sets
from firstdesk.rulebook.tests.factories import edited, good

REST = "    - {id: rest, then: {route: refer, mediate: false}}\n"
ACCEPT = "[wall, borrowed]"
VALUES = {"nature": ("dispute", "help", "other"), "urgency": ("urgent", "normal")}


def findings(book: Rulebook, kind: str) -> list[str]:
    return [finding.render("en") for finding in lint(book) if finding.kind == kind]


def test_a_sound_rulebook_has_notes_only() -> None:
    found = lint(good())
    assert {finding.severity for finding in found} == {"note"}
    assert [finding.kind for finding in found] == ["conflict", "proved", "no_rule"]
    assert "own rule wins" in found[0].message_en and "自己的制度优先" in found[0].render("zh")
    assert set(found[0].to_json()) == {"kind", "severity", "where", "message_zh", "message_en"}


@pytest.mark.parametrize(
    ("changes", "kind", "said"),
    [
        (
            {"wall__routing": (REST, "")},
            "gap",
            "2 combinations of wall.route fit no row, such as nature=help, urgency=normal",
        ),
        ({"wall__routing": (REST, REST + REST.replace("rest", "last"))}, "unreachable_row", "row last of wall.route"),
        (
            {"wall__routing": ("then: {route: dispatch, mediate: false}", "then: {route: dispatch, mediate: true}")},
            "forbidden_outcome",
            "row urgent of wall.route answers mediate=True for urgency=urgent",
        ),
        ({"wall__deadlines": (", to: 2019-12-31", "")}, "overlap_in_time", "end the earlier one with to: 2019-12-31"),
        (
            {"wall__deadlines": ("to: 2019-12-31", "to: 2018-12-31")},
            "hole_in_time",
            "between 2018-12-31 and 2020-01-01",
        ),
        ({"wall__deadlines": ("before: {amount: 1, unit", "before: {amount: 4, unit")}, "idle_warning", "wall.accept"),
        (
            {"wall__deadlines": ("[{share: 0.8}]", "[{before: {amount: 1, unit: minutes}}]")},
            "idle_warning",
            "wall.answer",
        ),
        (
            {"centres__governance": ("over: [borrowed.accept]", "over: [wall.answer]")},
            "unsettled",
            "borrowed.accept (5 calendar days), wall.accept (5 working days/3 working days)"[:40],
        ),
        (
            {"centres__governance": ("over: [borrowed.accept]", "over: [borrowed.accept, wall.accept]")},
            "unsettled",
            "conflict 1 is settled so: The own rule wins",
        ),
        ({"centres__governance": ("over: [borrowed.accept]", "over: [wall.answer]")}, "idle_settlement", "wall.answer"),
        ({"centres__governance": (ACCEPT, "[wall]")}, "idle_settlement", "borrowed.accept never meet"),
        ({"centres__governance": (ACCEPT, "[wall]")}, "not_adopted", "the regulation borrowed"),
        ({"conflicts": ("[W-1, B-1]", "[B-1]")}, "conflict_unlisted", "clause W-1 notes a conflict"),
        ({"wall__cases": ("rule: wall.story", "rule: wall.shown")}, "no_example", "rule wall.story has no example"),
        ({"wall__cases": ("2025-10-11T", "2025-10-12T")}, "example_fails", "expected {'due': '2025-10-12T23:59:59'}"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, tuple[str, str]], kind: str, said: str) -> None:
    if kind == "no_example":
        changes = {"wall__cases": ("rule: wall.story, given: {}, expect: {stores: intake.Report.narrative, shown_at: 'intake:report'}",
                                   "rule: wall.shown, expect: {shown_at: wall}")}  # fmt: skip
    assert said in "\n".join(findings(edited(**changes), kind))


def test_a_carried_clause_needs_an_example() -> None:
    case = "- {case: before the 25th, rule: wall.meeting, given: {period_from: 2025-05-01, period_to: 2025-06-30}, expect: {due: [2025-05-23, 2025-06-24]}}\n"
    assert findings(edited(wall__cases=(case, "")), "clause_without_example") == [
        "wall/source.yaml:25 [clause_without_example] no example cites clause W-4"
    ]


def test_what_is_never_built_is_cited_by_no_rule() -> None:
    assert findings(edited(wall__records=("[W-2]", "[W-2, W-6]")), "excluded_cited") == [
        "wall/source.yaml:29 [excluded_cited] wall.story cites clause W-6, which is never built; "
        "cite the clause its safe core rests on"
    ]


def test_a_centre_has_one_table_of_a_name() -> None:
    old = "  never: [{when"
    row = "    - {id: rest, then: {route: own, mediate: false}}\n"
    second = (
        "- id: wall.second\n  title: {zh: 又一表, en: Another}\n  clauses: [W-2]\n  table: triage.route\n"
        f"  facts: [nature]\n  outcomes: [route, mediate]\n  rows:\n{row}"
    )
    book = edited(wall__routing=("- id: wall.route", f"{second}- id: wall.route"))
    assert old and "wall.second, wall.route" in findings(book, "several_tables")[0]


def test_rules_of_different_days_do_not_meet() -> None:
    settled = ("over: [borrowed.accept]", "over: [wall.answer]")
    dated = ("  clock: accept\n", "  clock: accept\n  in_force: {from: 2010-01-01, to: 2011-01-01}\n")
    book = edited(centres__governance=settled, borrowed__deadlines=dated)
    assert len(findings(book, "unsettled")) == 1  # on the days of the borrowed rule
    apart = edited(
        centres__governance=settled,
        borrowed__deadlines=dated,
        wall__deadlines=("  clock: accept\n", "  clock: accept\n  in_force: {from: 2012-01-01}\n"),
    )
    assert findings(apart, "unsettled") == []


def test_a_settlement_between_other_kinds_of_rules_is_left_alone() -> None:
    assert (
        findings(
            edited(centres__governance=("over: [borrowed.accept]", "over: [borrowed.accept, wall.shown]")),
            "idle_settlement",
        )
        == []
    )


def test_topics_and_the_fact_topic_agree() -> None:
    fact = "  topic:\n    title: {zh: 主题, en: Topic}\n    values: {home: {zh: 家, en: Home}, car: {zh: 车, en: Car}}\nevents:"
    assert findings(edited(facts=("events:", fact)), "topic_mismatch") == [
        "topics.yaml [topic_mismatch] the topic car is only in one of topics.yaml (as a root) and facts.yaml (topic);"
        " write it in both"
    ]


conditions = st.fixed_dictionaries(
    {}, optional={name: st.frozensets(st.sampled_from(values), min_size=1) for name, values in VALUES.items()}
)


@given(st.lists(conditions, max_size=6))
def test_the_proof_agrees_with_trying_every_combination(whens: list[dict[str, frozenset[str]]]) -> None:
    base = good().route_table("wall.route")
    rows = tuple(Row(str(i), when, {}, (), Text("", ""), Place("-", 0)) for i, when in enumerate(whens))
    table: RouteTable = type(base)(**{name: getattr(base, name) for name in base.__dataclass_fields__} | {"rows": rows})
    proof = prove(table, domain_of(table, good()))
    reached = {row.id: 0 for row in rows}
    gaps, together = [], set()
    for combination in product(*VALUES.values()):
        facts = dict(zip(VALUES, combination, strict=True))
        fitting = [row.id for row in rows if misfit(row.when, facts) is None]
        together.add(sum(1 << int(row_id) for row_id in fitting))
        if fitting:
            reached[fitting[0]] += 1
        else:
            gaps.append(facts)
    assert (proof.total, dict(proof.reached), proof.gaps) == (6, reached, len(gaps))
    assert proof.holds == (not gaps)
    assert not gaps or any(proof.gap.items() <= facts.items() for facts in gaps)
    assert meeting_sets(whens, VALUES) == together
