"""What must be present before a verb may happen."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.matching import misfit
from firstdesk.rulebook.model import Facts, GateRule
from firstdesk.rulebook.verdicts import GateVerdict, Missing

_NO_FACTS: Mapping[str, str] = {}


def check(rulebook: Rulebook, kind: str, verb: str, present: Collection[str], facts: Facts = _NO_FACTS) -> GateVerdict:
    """Everything the gates of this kind of centre still miss for a verb. A verb without a gate is open."""
    rulebook.centre(kind)
    missing = tuple(miss for gate in rulebook.by_verb.get((kind, verb), ()) for miss in lacking(gate, present, facts))
    return GateVerdict(verb, rulebook.version, missing)


def asks(gate: GateRule, facts: Facts) -> bool:
    """Whether a gate stands before this case at all."""
    return misfit(gate.when, facts) is None and not (gate.unless and misfit(gate.unless, facts) is None)


def lacking(gate: GateRule, present: Collection[str], facts: Facts) -> tuple[Missing, ...]:
    """What one gate misses."""
    if not asks(gate, facts):
        return ()
    return tuple(Missing(gate.id, item, gate.clauses, gate.message) for item in gate.requires if item not in present)
