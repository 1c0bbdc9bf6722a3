"""From YAML to procedures."""

from __future__ import annotations

from firstdesk.rulebook.frame import Frame, as_when, clauses, common, names
from firstdesk.rulebook.model import ProcedureRule, StepRule
from firstdesk.rulebook.nodes import Item
from firstdesk.rulebook.read_sources import NOTHING


def read_procedure(item: Item, frame: Frame) -> ProcedureRule:
    keys = item.as_map()
    rule = ProcedureRule(
        **common(item, keys, frame),
        procedure=keys.need("procedure", lambda i: i.one_of(frame.vocabulary.procedures), ""),
        when=keys.maybe("when", lambda i: as_when(i, frame), {}),
        steps=keys.maybe("steps", lambda i: i.as_list(lambda j: _step(j, frame, added=False)), ()),
        adds=keys.maybe("adds", lambda i: i.as_list(lambda j: _step(j, frame, added=True)), ()),
        drops=keys.maybe("drops", Item.as_names, ()),
    )
    keys.done()
    if item.is_map and bool(rule.steps) == bool(rule.adds or rule.drops):
        item.say(
            "写 steps(整套步骤),或 adds、drops(对别处步骤的增减),二者取一",
            "write either steps (the whole procedure) or adds and drops (what changes in another's)",
        )
    codes = [step.code for step in (*rule.steps, *rule.adds)]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        item.say(f"步骤 {code} 重复;请改名", f"the step {code} appears twice; rename one")
    return rule


def _step(item: Item, frame: Frame, added: bool) -> StepRule:
    keys = item.as_map()
    step = StepRule(
        code=keys.need("code", Item.as_code, ""),
        title=keys.need("title", Item.as_text, NOTHING),
        requires=keys.maybe("requires", lambda i: names(i, frame.vocabulary.evidence), ()),
        clauses=keys.maybe("clauses", lambda i: clauses(i, frame), ()),
        by_law=keys.maybe("by_law", Item.as_text_or_str, None),
        gist=keys.maybe("gist", Item.as_text, None),
        may_skip_when=keys.maybe("may_skip_when", lambda i: as_when(i, frame), {}),
        after=keys.maybe("after", Item.as_code, "") if added else "",
        place=item.place,
    )
    keys.done()
    if step.by_law and step.may_skip_when:
        item.say(
            f"{step.by_law.zh} 要求的步骤不能跳过;请删去 may_skip_when",
            f"a step that {step.by_law.en} demands cannot be skipped; drop may_skip_when",
        )
    return step
