"""Kinds of meeting: who leads, who is asked, what is always on the agenda, and what holding one proves."""

from __future__ import annotations

from dataclasses import dataclass

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import Entry, Rule

KIND = "meeting"  # the fact whose values are the kinds
ASKED = ("staff", "beneath", "stations", "linkage_1", "linkage_2", "linkage_3", "guests")
COMES = ("staff", "units", "guests", "residents")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRule(Rule):
    """One kind of meeting. `comes`: of whom somebody must have come, or it was no such meeting."""

    kind: str
    code: str  # two letters, in the numbers of its papers; of earlier rules none
    chair: str  # the post that leads it
    invites: tuple[str, ...]
    comes: str
    evidence: tuple[str, ...]  # what holding it gives to the duties that ask for it
    agenda: tuple[Entry, ...]
    is_public: bool  # residents come: they are counted, never listed
    needs_occasion: bool  # held for a reason that is named


def meetings_for(book: Rulebook, centre_kind: str) -> tuple[MeetingRule, ...]:
    """One rule for each kind of meeting: of the regulations a kind of centre adopts the first that speaks of it."""
    found: dict[str, MeetingRule] = {}
    rules = [rule for rule in book.rules.values() if isinstance(rule, MeetingRule)]
    for regulation in book.centre(centre_kind).adopts:
        for rule in rules:
            if rule.regulation == regulation:
                found.setdefault(rule.kind, rule)
    return tuple(found.values())
