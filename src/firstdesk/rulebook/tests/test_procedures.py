"""Ordered procedures: what a step misses, what other regulations add, and that the law's steps always stay."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdesk.rulebook.book import Rulebook, UnknownRule
from firstdesk.rulebook.cases import run_case
from firstdesk.rulebook.coverage import carriers
from firstdesk.rulebook.diff import diff
from firstdesk.rulebook.explain import explain
from firstdesk.rulebook.lint import lint
from firstdesk.rulebook.load import RulebookError, compile_texts
from firstdesk.rulebook.procedures import Procedure, UnknownStep, assemble, check, unfinished
from firstdesk.rulebook.tests.factories import GOOD
from firstdesk.rulebook.verdicts import ProcedureVerdict

FACTS = GOOD["facts.yaml"].rstrip() + "\nprocedures:\n  meet: {zh: 会, en: Meeting}\n"
FACTS = FACTS.replace("evidence:\n", "evidence:\n  list: {zh: 名单, en: the list}\n  vote: {zh: 表决, en: the vote}\n")
BASE = """
- id: wall.meet
  title: {zh: 会的步骤, en: Steps of a meeting}
  clauses: [W-4]
  procedure: meet
  steps:
    - {code: open, title: {zh: 开会, en: Opening}, requires: [list], by_law: {zh: 会议法第一条, en: "Meetings Law, art. 1"}, gist: {zh: 点名, en: Names are called}}
    - {code: talk, title: {zh: 讨论, en: Talk}, requires: [story], may_skip_when: {urgency: [urgent]}}
    - {code: note, title: {zh: 记录, en: Notes}, requires: [place], clauses: [W-2]}
    - {code: end, title: {zh: 散会, en: End}, requires: [vote], by_law: 会议法第二条}
"""
BASE_CASE = """
- {case: nobody came, rule: wall.meet, given: {step: open}, expect: {missing: [list]}}
- {case: out of order, rule: wall.meet, given: {step: note, done: [talk], present: [place]}, expect: {missing: ['step:open']}}
- {case: in a hurry, rule: wall.meet, given: {step: note, done: [open], present: [place], facts: {urgency: urgent}}, expect: {missing: []}}
"""
ADDED = """
- id: borrowed.meet
  title: {zh: 借用的步骤, en: Borrowed steps}
  clauses: [B-1]
  procedure: meet
  adds:
    - {code: open, title: {zh: 开会, en: Opening}, requires: [list, place]}
    - {code: tea, title: {zh: 喝茶, en: Tea}, after: talk}
    - {code: cake, title: {zh: 点心, en: Cake}, after: talk}
  drops: [note]
"""
ADDED_CASE = """
- {case: no place, rule: borrowed.meet, given: {step: open, present: [list]}, expect: {missing: [place]}}
"""


def book(base: str = BASE, added: str = "", cases: str = BASE_CASE) -> Rulebook:
    """The good rulebook with a procedure of the wall, and what the borrowed regulation makes of it."""
    more = {"borrowed/procedures.yaml": added, "borrowed/cases.yaml": GOOD["borrowed/cases.yaml"] + ADDED_CASE}
    texts = {**GOOD, "facts.yaml": FACTS, "wall/procedures.yaml": base}
    return compile_texts({**texts, "wall/cases.yaml": GOOD["wall/cases.yaml"] + cases, **(more if added else {})})


def meeting(rules: Rulebook, **facts: str) -> Procedure:
    return rules.procedure("governance", "meet", facts)


def errors(rules: Rulebook) -> list[tuple[str, str]]:
    return [(found.kind, found.message_en) for found in lint(rules) if found.severity == "error"]


def test_the_steps_in_their_order_with_what_they_ask_for() -> None:
    found = meeting(book())
    assert found.codes == ("open", "talk", "note", "end")
    first, _, third, last = found.steps
    assert first.requires == ("list",) and first.is_lawful and first.gist is not None
    assert (first.needs[0].title.en, first.needs[0].rule_id, first.clauses) == ("the list", "wall.meet", ("W-4",))
    assert third.clauses == ("W-2",) and not third.is_lawful
    assert last.by_law is not None and last.by_law.en == "会议法第二条"
    assert [step.code for step in found.before("note")] == ["open", "talk"]


def test_a_step_names_what_it_misses_and_the_article_behind_it() -> None:
    rules = book()
    verdict = check(meeting(rules), set(), "note", set())
    assert [miss.item for miss in verdict.missing] == ["step:open", "step:talk", "place"]
    assert not verdict.open
    assert verdict.missing[0].by_law is not None and verdict.missing[0].by_law.zh == "会议法第一条"
    assert verdict.missing[2].by_law is None
    assert ProcedureVerdict.from_json(verdict.to_json()) == verdict
    told = explain(verdict, rules, "en")
    assert told[0] == '"Notes" of Meeting: first comes “Opening” (Meetings Law, art. 1) (W-4)'
    assert told[2] == '"Notes" of Meeting: still needed: the place (W-2)'
    assert "先完成“开会”（会议法第一条）" in explain(verdict, rules, "zh")[0]
    assert "done" in explain(check(meeting(rules), {"open", "talk"}, "note", {"place"}), rules, "en")[0]


def test_a_step_may_be_skipped_only_for_its_facts_and_never_against_the_law() -> None:
    rules = book()
    assert [step.may_skip for step in meeting(rules).steps] == [False, False, False, False]
    hurried = meeting(rules, urgency="urgent")
    assert [step.code for step in hurried.steps if step.may_skip] == ["talk"]
    assert check(hurried, {"open"}, "note", {"place"}).open
    assert [step.code for step in unfinished(hurried, {"open"}, "end")] == ["note"]
    assert [step.code for step in unfinished(meeting(rules), {"open"})] == ["talk", "note", "end"]


def test_a_step_nobody_knows_is_named() -> None:
    with pytest.raises(UnknownStep, match="meet has no step sing; there are open, talk, note, end"):
        check(meeting(book()), set(), "sing", set())


def test_another_regulation_adds_asks_for_more_and_drops() -> None:
    rules = book(added=ADDED)
    found = meeting(rules)
    assert found.codes == ("open", "talk", "tea", "cake", "end")
    assert found.rule_ids == ("wall.meet", "borrowed.meet")
    opening = found.step("open")
    assert opening.requires == ("list", "place")
    assert [need.rule_id for need in opening.needs] == ["wall.meet", "borrowed.meet"]
    assert opening.is_lawful and opening.clauses == ("W-4", "B-1")
    assert errors(rules) == []
    assert carriers(rules)["B-1"] == ("borrowed.accept", "borrowed.meet")
    assert all(run_case(rules, case).ok for case in rules.cases)


def test_what_is_added_by_law_is_not_skipped_any_more() -> None:
    law = "{code: talk, title: {zh: 讨论, en: Talk}, by_law: 甲法第三条}"
    again = ADDED.replace("{code: open, title: {zh: 开会, en: Opening}, requires: [list, place]}", law)
    talk = meeting(book(added=again), urgency="urgent").step("talk")
    assert talk.is_lawful and not talk.may_skip
    both = ADDED.replace(
        "requires: [list, place]}", "requires: [list, place], by_law: 甲法第三条, gist: {zh: 甲, en: A}}"
    )
    opening = meeting(book(added=both)).step("open")
    assert opening.by_law is not None and opening.by_law.zh == "会议法第一条;甲法第三条"
    assert opening.gist is not None and opening.gist.en == "Names are called; A"


@pytest.mark.parametrize(
    ("old", "new", "kind", "said"),
    [
        ("drops: [note]", "drops: [open]", "lawful_step_dropped", "cannot drop the step open: Meetings Law, art. 1"),
        ("drops: [note]", "drops: [sing]", "no_such_step", "drops the step sing, which is not there"),
        ("Tea}, after: talk", "Tea}, after: sing", "no_place", "the step tea has no place; after may be one of open"),
        ("Tea}, after: talk", "Tea}", "no_place", "the step tea has no place"),
        ("[list, place]}", "[list, place], after: end}", "step_twice", "the step open is there already"),
    ],
)
def test_lint_refuses(old: str, new: str, kind: str, said: str) -> None:
    rules = book(added=ADDED.replace(old, new))
    assert any(found == kind and said in text for found, text in errors(rules)), errors(rules)
    lawful = {step.code for step in meeting(rules).steps if step.is_lawful}
    assert {"open", "end"} <= lawful  # whatever is written, what the law demands is there


def test_a_mistake_seen_from_two_kinds_of_centre_is_told_once() -> None:
    wrong = ADDED.replace("drops: [note]", "drops: [open]")
    window = GOOD["centres/governance.yaml"].replace("governance", "window", 1)
    rules = compile_texts({**book(added=wrong).texts, "centres/window.yaml": window})
    assert [kind for kind, _ in errors(rules)].count("lawful_step_dropped") == 1


def test_lint_wants_one_procedure_for_all_facts() -> None:
    twice = BASE + BASE.replace("wall.meet", "wall.meet_again")
    rules = book(twice, cases="")
    assert ("procedure_unsettled", "meet in governance must be laid down exactly once for -;"
            " rules with steps: wall.meet, wall.meet_again; tell them apart by when") in errors(rules)  # fmt: skip
    with pytest.raises(UnknownRule):
        meeting(rules)
    some = book(BASE.replace("procedure: meet", "procedure: meet\n  when: {nature: [help]}"))
    assert "for nature=dispute" in " ".join(text for _, text in errors(some))
    assert some.procedure("governance", "meet", {"nature": "help"}).codes[0] == "open"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("by_law: 会议法第二条", "by_law: 会议法第二条, may_skip_when: {urgency: [urgent]}", "cannot be skipped; drop may_skip_when"),
        ("code: note", "code: talk", "the step talk appears twice"),
        ("requires: [vote]", "requires: [song]", "song is not declared"),
        ("procedure: meet", "procedure: sing", "sing is not declared; write one of meet"),
        ("  steps:", "  drops: [a]\n  steps:", "write either steps"),
    ],
)  # fmt: skip
def test_mistakes_are_named_when_read(old: str, new: str, said: str) -> None:
    with pytest.raises(RulebookError, match=re.escape(said)):
        book(BASE.replace(old, new, 1))


def test_an_example_needs_its_step() -> None:
    with pytest.raises(RulebookError, match="given lacks step"):
        book(cases=BASE_CASE.replace("given: {step: open}", "given: {done: []}"))


def test_an_example_of_a_step_or_a_procedure_that_is_not_there_fails() -> None:
    rules = book(cases=BASE_CASE.replace("step: open}", "step: sing}"))
    assert [kind for kind, _ in errors(rules)] == ["example_fails"]
    alone = book(BASE.replace("procedure: meet", "procedure: meet\n  when: {nature: [help]}"), ADDED)
    assert {"example_fails", "procedure_unsettled"} == {kind for kind, _ in errors(alone)}


def test_a_changed_step_is_told_in_words() -> None:
    changed = diff(book(), book(BASE.replace("requires: [story]", "requires: [story, vote]"))).changed
    (change,) = changed
    assert change.keys == ("steps",)
    assert "talk Talk [story]" in change.before["steps"].en
    assert "talk Talk [story, vote]" in change.after["steps"].en
    assert "urgency=urgent" in change.after["steps"].en
    added = diff(book(added=ADDED), book(added=ADDED.replace("after: talk}\n  drops", "after: tea}\n  drops"))).changed
    assert "cake > tea" in added[0].after["adds"].en


codes = st.sampled_from(["open", "talk", "note", "end", "tea", "cake"])
drops = st.lists(codes, unique=True, max_size=3)
WRITTEN = book(added=ADDED)
anchors = st.sampled_from(["open", "talk", "note", "end", "nowhere"])


@given(
    drops, anchors, st.sampled_from(["urgent", "normal"]), st.sets(codes), st.sets(st.sampled_from(["list", "vote"]))
)
def test_no_regulation_takes_the_steps_of_the_law_away(
    dropped: list[str], after: str, urgency: str, done: set[str], present: set[str]
) -> None:
    """Whatever is added and dropped, the end is reached only through the opening and with all its evidence."""
    base, extra = WRITTEN.by_procedure["governance", "meet"]
    adds = tuple(replace(step, after=after if step.after else "") for step in extra.adds)
    changed = replace(extra, adds=adds, drops=tuple(dropped))
    found, _ = assemble("meet", [base, changed], {"urgency": urgency}, WRITTEN.vocabulary.evidence)
    assert found is not None
    order = [code for code in found.codes if code in {"open", "talk", "note", "end"}]
    assert order == [code for code in ("open", "talk", "note", "end") if code in order]
    assert {"open", "end"} <= set(order) and len(set(found.codes)) == len(found.codes)
    verdict = check(found, done, "end", present)
    assert verdict.open == (not unfinished(found, done, "end") and "vote" in present)
    assert not verdict.open or "open" in done
