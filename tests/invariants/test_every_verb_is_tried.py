"""A verb the machine does not know is a verb whose joints nobody tries: each is called there, or says why not."""

import re
from types import ModuleType

import pytest

from firstdesk.complaints import services as complaints
from firstdesk.dispatch import services as dispatch
from firstdesk.followup import services as followup
from firstdesk.matters import services as matters
from firstdesk.mediation.services import after, case, link, outcome, room
from firstdesk.oversight import services as oversight
from firstdesk.teamwork import services as teamwork
from firstdesk.triage import services as triage
from tests.invariants import beside, dispute, field, verbs
from tests.support.source import ROOT

CONTEXTS = (complaints, dispatch, followup, matters, oversight, teamwork, triage)
TRIED = {
    module.__name__: (ROOT / f"tests/invariants/{module.__name__.rpartition('.')[2]}.py")
    for module in (beside, field, verbs)
}
NOT_BY_HAND = {
    "matters": {
        "advance", "advance_many", "facts_of", "occasion", "person", "queue", "responsible_of",  # what verbs are made of
        "open_matter", "open_matters", "note_split", "recuse", "take_numbers",  # part of register, split, reopen, apply
    },
    "dispatch": {"offer_many", "take_back", "tell_escalated", "retire", "on_duty"},  # part of offer, reclassify, escalate; the worker's
    "oversight": {"lapse", "resume_due"},  # the worker's, after every step; the ticker's
    "triage": {"decide_many"},  # the batch form
    "teamwork": {"leave", "stay", "sweep"},  # presence changes no matter
}  # fmt: skip


@pytest.mark.parametrize("services", CONTEXTS, ids=lambda module: module.__name__.split(".")[1])
def test_the_machine_calls_it(services: ModuleType) -> None:
    context = services.__name__.split(".")[1]
    source = "\n".join(path.read_text(encoding="utf-8") for path in TRIED.values())
    public = {name for name in services.__all__ if callable(getattr(services, name)) and name.islower()}
    known = {name for name in public if re.search(rf"\b{context}\.{name}\b", source)}
    assert public - known - NOT_BY_HAND.get(context, set()) == set()


@pytest.mark.parametrize(
    "services", (case, room, outcome, after, link), ids=lambda module: module.__name__.split(".")[-1]
)
def test_the_machine_of_disputes_calls_it(services: ModuleType) -> None:
    family = services.__name__.rpartition(".")[2]
    source = "".join(
        (ROOT / f"tests/invariants/{name}.py").read_text(encoding="utf-8") for name in ("dispute", "next_step")
    )
    public = {name for name in services.__all__ if callable(getattr(services, name)) and name.islower()}
    known = {name for name in public if re.search(rf"\b{family}\.{name}\b", source)}
    assert public - known - dispute.NOT_BY_HAND[family] == set()
