"""Whatever a matter is judged to be, in every kind of centre, the rules start a clock for each stage of its way.

The state machine tries some facts; this tries all of them, without a database.
"""

from itertools import product

import pytest

from firstdesk.rulebook import deadlines
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.load import load_rulebook
from tests.support.source import ROOT

KINDS = ("police_mediation", "service_linkage", "police_office", "governance", "window")
# The clock that carries each state, and the event that starts it.
CARRIED_BY = {
    "to_triage": [("triage", "matter.registered"), ("triage", "referral.objected"), ("triage", "referral.withdrawn"),
                  ("triage", "matter.reopened"), ("triage", "matter.reclassified")],
    "escalated": [("escalate", "matter.escalated")],
    "offered": [("accept", "referral.offered")],
    "handling": [("handling", "matter.triaged"), ("handling", "referral.accepted"), ("handling", "referral.returned")],
    "suspended": [("suspension", "matter.suspended")],
    "answered": [("confirm", "referral.answered")],
    "to_reply": [("reply", "referral.confirmed"), ("reply", "matter.finished")],
    "follow_up": [("follow_up", "matter.replied")],
}  # fmt: skip


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook(ROOT / "rules")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", CARRIED_BY)
def test_some_rule_promises_it_for_all_facts(book: Rulebook, kind: str, state: str) -> None:
    for clock, event in CARRIED_BY[state]:
        names = sorted({name for rule in book.deadlines_for(kind, clock) for name in rule.when})
        for values in product(*(book.facts[name].values for name in names)):
            rule = deadlines.pick(book, kind, clock, dict(zip(names, values, strict=True)))
            assert event in rule.start, f"{rule.id} does not start on {event}"


# What may be open beside the matter itself, the clock of that part, and the event that starts it.
PARTS = {
    "help asked": ("assist_accept", "task.asked"),
    "help under way": ("assist", "task.asked"),
    "sent to a place": ("arrive", "turnout.ordered"),
    "applied for": ("application", "application.asked"),
    "money counted": ("compensation", "compensation.computed"),
    "contested": ("verify", "loop.opened"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", PARTS)
def test_some_rule_promises_every_part(book: Rulebook, kind: str, part: str) -> None:
    clock, event = PARTS[part]
    names = sorted({name for rule in book.deadlines_for(kind, clock) for name in rule.when})
    for values in product(*(book.facts[name].values for name in names)):
        rule = deadlines.pick(book, kind, clock, dict(zip(names, values, strict=True)))
        assert event in rule.start, f"{rule.id} does not start on {event}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_urge_and_card_is_answered_by_a_moment(book: Rulebook, kind: str) -> None:
    for card, urgency in product(book.facts["card"].values, book.facts["urgency"].values):
        rule = deadlines.pick(book, kind, "supervision", {"card": card, "urgency": urgency})
        assert ("matter.urged" if card == "urge" else "matter.supervised") in rule.start
