"""Ordered procedures: which steps there are in a kind of centre, and what one still misses before it counts as done.

One regulation lays a procedure down; others may add steps to it, ask for more at a step, or drop one. What an article of
law demands is neither dropped nor skipped, whatever a regulation says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from firstdesk.rulebook.matching import misfit
from firstdesk.rulebook.model import Facts, Place, ProcedureRule, StepRule, Text
from firstdesk.rulebook.verdicts import ProcedureVerdict, StepMissing

EARLIER = "step:"  # before the code of an earlier step that is not done: `missing` names it so


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a step waits for: which rule asks for it, by which clauses, and the article where the law does."""

    item: str
    title: Text
    rule_id: str
    clauses: tuple[str, ...]
    by_law: Text | None


@dataclass(frozen=True, slots=True)
class ProcedureStep:
    """One step as it stands in a kind of centre for some facts."""

    code: str
    title: Text
    needs: tuple[Need, ...]
    clauses: tuple[str, ...]
    by_law: Text | None
    gist: Text | None
    may_skip: bool  # for these facts; never where the law demands the step
    rule_id: str

    @property
    def requires(self) -> tuple[str, ...]:
        """The names of the evidence it waits for."""
        return tuple(need.item for need in self.needs)

    @property
    def is_lawful(self) -> bool:
        """Demanded by an article of law."""
        return self.by_law is not None


@dataclass(frozen=True, slots=True)
class Procedure:
    """The steps in their order, for a kind of centre and some facts."""

    name: str
    version: str
    rule_ids: tuple[str, ...]
    steps: tuple[ProcedureStep, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(step.code for step in self.steps)

    def step(self, code: str) -> ProcedureStep:
        """Raises UnknownStep, naming the steps there are."""
        for step in self.steps:
            if step.code == code:
                return step
        raise UnknownStep(self.name, code, self.codes)

    def before(self, code: str) -> tuple[ProcedureStep, ...]:
        """The steps that come earlier."""
        return self.steps[: self.codes.index(self.step(code).code)]


class UnknownStep(LookupError):
    """No step of this code in the procedure."""

    def __init__(self, name: str, code: str, codes: Iterable[str]) -> None:
        known = ", ".join(codes)
        self.text = Text(f"{name} 没有步骤 {code};有 {known}", f"{name} has no step {code}; there are {known}")
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with the rules of a procedure, for lint."""

    kind: str
    place: Place
    text: Text


def check(procedure: Procedure, done: Collection[str], step: str, present: Collection[str]) -> ProcedureVerdict:
    """What `step` still misses before it counts as done: earlier steps first, then its own evidence.

    `done` holds the codes of the steps that are done or were skipped; one that may be skipped is not waited for.
    """
    asked = procedure.step(step)
    missing = [_earlier(each) for each in procedure.before(step) if each.code not in done and not each.may_skip]
    missing += [
        StepMissing(step, need.item, need.rule_id, need.clauses, need.by_law, need.title)
        for need in asked.needs
        if need.item not in present
    ]
    return ProcedureVerdict(procedure.name, procedure.version, step, asked.title, tuple(missing))


def unfinished(procedure: Procedure, done: Collection[str], upto: str = "") -> tuple[ProcedureStep, ...]:
    """The steps that must still be done: all of them, or those before `upto`. Those that may be skipped are not waited for."""
    steps = procedure.before(upto) if upto else procedure.steps
    return tuple(step for step in steps if step.code not in done and not step.may_skip)


def _earlier(step: ProcedureStep) -> StepMissing:
    return StepMissing(step.code, EARLIER + step.code, step.rule_id, step.clauses, step.by_law, step.title)


def assemble(
    name: str, rules: Sequence[ProcedureRule], facts: Facts, evidence: Mapping[str, Text]
) -> tuple[Procedure | None, tuple[Flaw, ...]]:
    """One procedure of the rules that fit the facts, in the order given; None without exactly one that lays it down."""
    fitting = [rule for rule in rules if misfit(rule.when, facts) is None]
    bases = [rule for rule in fitting if rule.steps]
    if len(bases) != 1:
        return None, ()
    base, building = bases[0], _Building(evidence, facts)
    for written in base.steps:
        building.append(written, base)
    for rule in fitting:
        for written in rule.adds:
            building.add(written, rule)
    for rule in fitting:  # last, so that the order in which regulations are adopted decides nothing here
        building.drop(rule)
    found = Procedure(name, base.version, tuple(rule.id for rule in fitting), tuple(building.steps))
    return found, tuple(building.flaws)


@dataclass(slots=True)
class _Building:
    """The steps so far, and what was found wrong on the way."""

    evidence: Mapping[str, Text]
    facts: Facts
    steps: list[ProcedureStep] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)  # an added step -> the one it was put behind

    def append(self, written: StepRule, rule: ProcedureRule) -> None:
        self.steps.append(self._made(written, rule))

    def add(self, written: StepRule, rule: ProcedureRule) -> None:
        """A step that is there asks for more; a new one comes behind its anchor and what was put there before."""
        codes = [step.code for step in self.steps]
        if written.code in codes:
            at = codes.index(written.code)
            self.steps[at] = _joined(self.steps[at], self._made(written, rule))
            if written.after:
                self._flaw("step_twice", written, f"步骤 {written.code} 已经有了,不能再排到 {written.after} 之后",
                           f"the step {written.code} is there already and cannot be put behind {written.after}")  # fmt: skip
            return
        if written.after not in codes:
            self._flaw("no_place", written, f"步骤 {written.code} 没有排在哪一步之后;after 可以写 {'、'.join(codes)}",
                       f"the step {written.code} has no place; after may be one of {', '.join(codes)}")  # fmt: skip
        at = codes.index(written.after) + 1 if written.after in codes else max(len(codes) - 1, 0)
        while at < len(codes) and self.anchors.get(codes[at]) == written.after:
            at += 1
        self.anchors[written.code] = written.after
        self.steps.insert(at, self._made(written, rule))

    def drop(self, rule: ProcedureRule) -> None:
        """Take steps away, but never one the law demands."""
        for code in rule.drops:
            step = next((each for each in self.steps if each.code == code), None)
            if step is None:
                self.flaws.append(Flaw("no_such_step", rule.place, Text(f"规则 {rule.id} 要去掉的步骤 {code} 不存在",
                                       f"rule {rule.id} drops the step {code}, which is not there")))  # fmt: skip
            elif step.by_law is not None:
                self.flaws.append(Flaw("lawful_step_dropped", rule.place, Text(
                    f"规则 {rule.id} 不能去掉步骤 {code}:{step.by_law.zh} 要求有这一步",
                    f"rule {rule.id} cannot drop the step {code}: {step.by_law.en} demands it")))  # fmt: skip
            else:
                self.steps.remove(step)

    def _made(self, written: StepRule, rule: ProcedureRule) -> ProcedureStep:
        clauses = written.clauses or rule.clauses
        needs = tuple(
            Need(item, self.evidence.get(item, Text(item, item)), rule.id, clauses, written.by_law)
            for item in written.requires
        )
        may_skip = written.by_law is None and bool(written.may_skip_when)
        return ProcedureStep(
            code=written.code, title=written.title, needs=needs, clauses=clauses, by_law=written.by_law,
            gist=written.gist, may_skip=may_skip and misfit(written.may_skip_when, self.facts) is None, rule_id=rule.id,
        )  # fmt: skip

    def _flaw(self, kind: str, written: StepRule, zh: str, en: str) -> None:
        self.flaws.append(Flaw(kind, written.place, Text(zh, en)))


def _joined(one: ProcedureStep, more: ProcedureStep) -> ProcedureStep:
    """A step with what another regulation asks for at it; the law of either holds, and then nothing skips it."""
    known = {need.item for need in one.needs}
    return replace(
        one,
        needs=one.needs + tuple(need for need in more.needs if need.item not in known),
        clauses=tuple(dict.fromkeys(one.clauses + more.clauses)),
        by_law=_both(one.by_law, more.by_law),
        gist=_both(one.gist, more.gist),
        may_skip=one.may_skip and more.by_law is None,
    )


def _both(one: Text | None, other: Text | None) -> Text | None:
    if one is None or other is None or one == other:
        return one or other
    return Text(f"{one.zh};{other.zh}", f"{one.en}; {other.en}")
