"""Whatever is done to a dispute, in whatever order: no agreement is in effect without all the law asks for, amounts come
out to the fen, a refusal ends session and case, and the record is whole.

What must hold is written down here once more from the rows, not by the product's own questions.
"""

import os
from collections import Counter
from datetime import datetime, timedelta
from itertools import count
from types import SimpleNamespace
from zlib import crc32

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from firstdesk.common import clock as walls
from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import CentreKind
from firstdesk.files import seals
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import MONDAY, make_desk
from firstdesk.mediation.models import (
    Agent,
    Agreement,
    Committee,
    Consent,
    Failure,
    Line,
    Party,
    Presence,
    Promise,
    ReadOver,
    Session,
    Signature,
    Term,
    Told,
)
from firstdesk.mediation.selectors.papers import Gathered
from firstdesk.mediation.services.outcome import digest
from firstdesk.mediation.tests.factories import make_applied
from firstdesk.workbench.selectors import invariants
from firstdesk.workbench.selectors.sentences import SENTENCES
from tests.invariants.dispute import VERBS, At
from tests.invariants.next_step import go_on
from tests.invariants.scene import NothingToDo
from tests.support.record import verified

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ANY = sorted(VERBS)
ENDS = {
    "refuse",
    "refuse_by_link",
    "withdraw",
    "withdraw_by_link",
    "fail",
    "decline",
    "refer_to_police",
}  # tried, but not all the time
SILENT = {"say", "cite", "confide", "break_overdue", "remind_due"}  # leave lines of their own, or find nothing
DRAW = st.integers(0, 9999)
OPEN = ("arranged", "running", "paused", "adjourned")
DONE: Counter[str] = Counter()


class Dispute(RuleBasedStateMachine):
    """One dispute, and everything that can be done to it."""

    @initialize(kind=st.sampled_from([CentreKind.GOVERNANCE, CentreKind.POLICE_MEDIATION]))
    def begins(self, kind: str) -> None:
        self.table = make_applied(make_desk(kind, at=MONDAY))
        self.at = MONDAY
        self.before = {finding.subject for finding in invariants.findings(MONDAY)}

    @rule(draws=st.lists(DRAW, min_size=30, max_size=60))
    def goes_on(self, draws: list[int]) -> None:
        """Mostly the straight way, with anything else in between."""
        for number, draw in enumerate(draws):
            if self.table.case.state == "closed":
                return
            drawn = crc32(f"{draw} {number} {self.at}".encode())
            name = "" if drawn % 10 < 7 else ANY[drawn // 10 % len(ANY)]
            if name in ENDS and drawn // 1000 % 5:
                continue
            self._do(name, drawn // 7919)

    @precondition(lambda self: self.table.case.state in {"closed", "declined"})
    @rule()
    def another_begins(self) -> None:
        """Its matter has another dispute; what was agreed before stays as it is."""
        self.table = make_applied(self.table.desk)

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        """Mandates end, promises fall due."""
        self.at += timedelta(days=days)

    def _do(self, name: str, draw: int) -> None:
        self.at += timedelta(minutes=1)
        self.table.desk.at = self.at
        entries = Entry.objects.count()
        try:
            (VERBS[name] if name else go_on)(At(self.table, self.at, draw))
        except (Refusal, NothingToDo, AssertionError) as refusal:
            if isinstance(refusal, AssertionError) and refusal.args:
                raise
            assert Entry.objects.count() == entries or name.endswith("_by_link") or name in _LINKED, name
            DONE[f"{name or _why(self.table.case.state, refusal)} refused"] += 1
        else:
            assert not name or name in SILENT or Entry.objects.count() > entries, f"{name} left no record"
            DONE[name or "go_on"] += 1

    @invariant()
    def nothing_is_in_effect_without_its_guarantees(self) -> None:
        if hasattr(self, "table"):
            for agreement in Agreement.objects.filter(case=self.table.pk, effective_at__isnull=False):
                missing = lacking(agreement)
                assert not missing, f"{agreement} ({agreement.kind}) is in effect without {missing}"

    @invariant()
    def amounts_balance(self) -> None:
        if hasattr(self, "table"):
            for term in Term.objects.filter(agreement__case=self.table.pk, kind="pay"):
                parts = Promise.objects.filter(term=term).values_list("amount", flat=True)
                assert sum(part or 0 for part in parts) == term.amount

    @invariant()
    def a_refusal_ends_it(self) -> None:
        if hasattr(self, "table") and Failure.objects.filter(case=self.table.pk).exists():
            case = self.table.case
            assert case.state in {"failed", "withdrawn", "closed"}, case.state
            assert not Session.objects.filter(lead=case, state__in=OPEN).exists()
            assert not Agreement.objects.filter(case=case, state__in=["draft", "frozen", "signed"]).exists()

    @invariant()
    def nobody_is_left_without_a_promise(self) -> None:
        if hasattr(self, "table"):
            found = [each.text.en for each in invariants.findings(self.at) if each.subject not in self.before]
            assert not found, "\n".join(found)

    def teardown(self) -> None:
        """At the end the record is whole, and can be read."""
        if hasattr(self, "table"):
            report = verified()
            assert report.ok, report.first_problem
            verbs = set(Entry.objects.filter(chain=self.table.case.ledger_chain).values_list("verb", flat=True))
            assert verbs <= set(SENTENCES), verbs - set(SENTENCES)


def _why(state: str, refusal: Exception) -> str:
    """Why the straight way went no further: `-s` prints it."""
    details = [str(each.message) for each in getattr(refusal, "details", ())]
    return f"go_on ({state}: {type(refusal).__name__} {refusal} {details})"


_LINKED = {"know_rights", "agree", "prefer", "choose", "accept_mediator"}  # the link was given, the rest refused


def lacking(agreement: Agreement) -> list[str]:
    """Which guarantees an agreement in effect does not have."""
    at, parties = agreement.effective_at, list(Party.objects.filter(case=agreement.case_id).order_by("no"))
    assert at is not None
    every = {party.pk for party in parties}
    facts = {
        "two sides": len({party.side for party in parties}) > 1,
        "consent": every <= _said_yes(agreement, "mediation"),
        "rights told": all(_knows_rights(agreement, party) for party in parties),
        "committee in term": Committee.objects.filter(
            term_from__lte=walls.local(at), term_to__gte=walls.local(at)
        ).exists(),
        "every fen": all(_is_whole(term) for term in agreement.terms.filter(kind="pay")),
    }
    if agreement.kind == Agreement.Kind.ORAL:
        facts["chosen by word"] = every <= _said_yes(agreement, "oral")
        facts["spoken for"] = all(_was_there(agreement, party) for party in parties)
    else:
        facts |= _written(agreement, parties)
    return [name for name, holds in facts.items() if not holds]


def _written(agreement: Agreement, parties: list[Party]) -> dict[str, bool]:
    signatures = list(Signature.objects.filter(agreement=agreement, digest=agreement.digest).select_related("agent"))
    copies = list(agreement.copies_made.order_by("no").values_list("no", "party_id"))
    holders = [holder for _no, holder in copies]
    return {
        "the text as fixed": agreement.digest == digest(agreement),
        "read over after the last line": all(_has_read(agreement, party) for party in parties),
        "signed by each": all(any(_signs(each, party) for each in signatures) for party in parties),
        "mediator": any(each.seat and each.seat.role != "recorder" and _led(each, agreement) for each in signatures),
        "seal": any(each.way == Signature.Way.SEAL for each in signatures),
        "copies": len(copies) >= len(parties) + 1 and [no for no, _holder in copies] == list(range(1, len(copies) + 1)),
        "one each": all(holders.count(party.pk) == 1 for party in parties) and None in holders,
    }


def _led(signature: Signature, agreement: Agreement) -> bool:
    """By a mediator who declared ties, and was accepted by all where they came after the text was drafted."""
    seat = signature.seat
    if seat is None or seat.declared_at is None:
        return False
    if seat.named_at <= agreement.drafted_at:
        return True
    every = set(Party.objects.filter(case=agreement.case_id).values_list("pk", flat=True))
    rows = Consent.objects.filter(party__in=every, about="mediator", subject=seat.pk, said_at__lte=signature.signed_at)
    last = dict(rows.order_by("said_at", "pk").values_list("party_id", "is_given"))
    return every <= {party for party, is_given in last.items() if is_given}


def _said_yes(agreement: Agreement, about: str) -> set[int]:
    rows = Consent.objects.filter(party__case=agreement.case_id, about=about, said_at__lte=agreement.effective_at)
    last = dict(rows.order_by("said_at", "pk").values_list("party_id", "is_given"))
    return {party for party, is_given in last.items() if is_given}


def _is_whole(term: Term) -> bool:
    return sum(part or 0 for part in term.promises.values_list("amount", flat=True)) == term.amount


def _has_read(agreement: Agreement, party: Party) -> bool:
    lines = Line.objects.filter(session=agreement.session_id, said_at__lte=agreement.effective_at)
    last = max(lines.values_list("no", flat=True), default=0)
    rows = ReadOver.objects.filter(session=agreement.session_id, party=party, up_to__gte=last)
    read = rows.exclude(way=ReadOver.Way.REFUSED).select_related("by_agent")
    return any(_may(each.by_agent, party, each.read_at, concedes=False) for each in read)


def _knows_rights(agreement: Agreement, party: Party) -> bool:
    rows = Told.objects.filter(party=party, told_at__lte=agreement.effective_at).select_related("by_agent")
    if party.capacity == Party.Capacity.FULL:
        return rows.exists()
    return any(told.by_agent is not None and told.by_agent.role == "guardian" for told in rows)


def _was_there(agreement: Agreement, party: Party) -> bool:
    """Whoever agreed by word sat at the table: the party, or somebody who may agree for them."""
    at = agreement.effective_at
    rows = Presence.objects.filter(session__lead=agreement.case_id, came_at__lte=at).select_related("agent")
    assert at is not None
    if party.capacity == Party.Capacity.FULL and any(row.party_id == party.pk for row in rows):
        return True
    here = [row.agent for row in rows if row.agent is not None]
    return any(_may(agent, party, at, concedes=True) for agent in here)


def _signs(signature: Signature, party: Party) -> bool:
    """By the party, or by who may sign for them on that day."""
    return signature.party_id == party.pk and _may(signature.agent, party, signature.signed_at, concedes=True)


def _may(agent: Agent | None, party: Party, at: datetime, *, concedes: bool) -> bool:
    """Whether what this one did then is the party's own act: a guardian's, or that of a mandate on file and wide enough."""
    if agent is None:
        return party.capacity == Party.Capacity.FULL
    if agent.party_id != party.pk or (agent.valid_until is not None and agent.valid_until < walls.local(at).date()):
        return False
    if agent.role == "guardian" or party.capacity != Party.Capacity.FULL:
        return agent.role == "guardian"
    is_on_file = bool(agent.paper_id or agent.spoken_at)
    return agent.role == "representative" and is_on_file and (agent.scope == "special" or not concedes)


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are fixed and sealed by the real verbs; only setting and sealing their pages, tried beside, is left out."""
    numbers = count()
    monkeypatch.setattr(Gathered, "pdf", lambda *_args, **_more: b"%%PDF-1.7 %d" % next(numbers))
    monkeypatch.setattr(seals, "certificate_of", lambda _unit: SimpleNamespace(is_test=True))
    monkeypatch.setattr(seals, "seal", lambda content, *_args, **_more: content + b" sealed")


def test_no_agreement_without_its_guarantees(press: None) -> None:
    run_state_machine_as_test(
        Dispute,
        settings=settings(
            max_examples=int(os.environ.get("FIRSTDESK_EXAMPLES", "5")),
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=(Phase.explicit, Phase.generate),
        ),
    )
    print(f"\nnever done: {sorted(set(VERBS) - set(DONE))}\n{dict(DONE.most_common())}")
