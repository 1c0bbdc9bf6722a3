"""What must be present before a case is accepted, each point with its rule and clause."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from firstdesk.common.language import words
from firstdesk.mediation.models import Case, Party
from firstdesk.mediation.selectors import case as cases
from firstdesk.regulations import selectors as regulations
from firstdesk.regulations.selectors.rules import evidence
from firstdesk.rulebook import gates
from firstdesk.rulebook.model import GateRule

VERB = "mediation.accept"
TICKED = ("within_remit", "not_excluded", "safety_checklist_done", "asked_by_victim", "hazard_form_or_not_major")


def present(case: Case, ticked: Collection[str]) -> set[str]:
    """Names of the evidence at hand: what the case itself shows, plus what was ticked."""
    parties = list(Party.objects.filter(case=case))
    willing = cases.willing(case)
    found = {
        "source": bool(case.source),
        "dispute_type": bool(case.kind),
        "brief_facts": bool(case.facts),
        "both_sides": len({party.side for party in parties}) > 1,
        "consent_each_party": bool(parties) and all(party.pk in willing for party in parties),
    }
    return {name for name, is_there in found.items() if is_there} | (set(ticked) & set(TICKED))


@dataclass(frozen=True)
class Point:
    """One thing a rule requires before a case is accepted."""

    item: str
    label: str
    is_there: bool
    is_ticked: bool  # looked at by a person, not read from the case
    clauses: tuple[str, ...]
    why: str


def points(case: Case, facts: Mapping[str, str]) -> list[Point]:
    """Everything required, missing points first. Points a person has to tick count as missing."""
    book = regulations.version(case.matter.rulebook_version)
    here = present(case, ())
    found: dict[str, Point] = {}
    for gate in book.by_verb.get((case.matter.centre_kind, VERB), ()):
        for item in _asked(gate, facts):
            (label,) = evidence(book, [item])
            found[item] = Point(item, label, item in here, item in TICKED, gate.clauses, words(gate.message))
    return sorted(found.values(), key=lambda point: (point.is_there, point.is_ticked))


def _asked(gate: GateRule, facts: Mapping[str, str]) -> list[str]:
    """What the gate requires of a case with these facts, present or not."""
    return [missing.item for missing in gates.lacking(gate, (), facts)]
