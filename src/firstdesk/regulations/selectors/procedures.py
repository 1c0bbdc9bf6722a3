"""A procedure in words: step by step, what each waits for, and which article of law demands it."""

from dataclasses import dataclass

from firstdesk.common.language import words
from firstdesk.regulations.selectors.rules import conditions, evidence
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import ProcedureRule, StepRule


@dataclass(frozen=True)
class StepWords:
    """One step as the page of its rule tells it."""

    code: str
    title: str
    after: str  # of an added step: behind which one
    items: tuple[str, ...]
    by_law: str
    gist: str
    skipped: tuple[str, ...]  # when it may be left out
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class ProcedureWords:
    """A whole procedure, or what a regulation changes in another's."""

    name: str
    matters: tuple[str, ...]
    is_whole: bool
    steps: tuple[StepWords, ...]
    drops: tuple[str, ...]


def procedure_words(rulebook: Rulebook, rule: ProcedureRule) -> ProcedureWords:
    """A procedure as its page tells it."""
    return ProcedureWords(
        name=words(rulebook.vocabulary.procedures[rule.procedure]),
        matters=conditions(rulebook, rule.when),
        is_whole=bool(rule.steps),
        steps=tuple(_step(rulebook, rule, step) for step in (*rule.steps, *rule.adds)),
        drops=tuple(_title(rulebook, rule.procedure, code) for code in rule.drops),
    )


def _step(rulebook: Rulebook, rule: ProcedureRule, step: StepRule) -> StepWords:
    return StepWords(
        code=step.code,
        title=words(step.title),
        after=_title(rulebook, rule.procedure, step.after) if step.after else "",
        items=evidence(rulebook, step.requires),
        by_law=words(step.by_law) if step.by_law else "",
        gist=words(step.gist) if step.gist else "",
        skipped=conditions(rulebook, step.may_skip_when),
        clauses=step.clauses or rule.clauses,
    )


def _title(rulebook: Rulebook, procedure: str, code: str) -> str:
    """The title of a step, wherever it is written."""
    rules = (rule for rule in rulebook.rules.values() if isinstance(rule, ProcedureRule))
    steps = (step for rule in rules if rule.procedure == procedure for step in (*rule.steps, *rule.adds))
    return next((words(step.title) for step in steps if step.code == code), code)
