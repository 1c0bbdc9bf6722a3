"""Whatever is done to a dispute, in whatever order: no agreement is in effect without all the law asks for, amounts come
out to the fen, a refusal ends session and case, and the record is whole."""

import os
from collections import Counter
from datetime import timedelta
from itertools import count, cycle
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

from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import CentreKind
from firstdesk.files import seals
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import MONDAY, Desk, make_desk
from firstdesk.mediation.models import (
    Agreement,
    Failure,
    Party,
    Promise,
    Session,
    Term,
)
from firstdesk.mediation.selectors.papers import Gathered
from firstdesk.mediation.tests.factories import NEIGHBOURS, Table, make_applied
from firstdesk.screening.selectors.papers import Paper as Reported
from firstdesk.workbench.selectors import invariants
from firstdesk.workbench.selectors.sentences import SENTENCES
from tests.invariants.acting_for import WHO, as_drawn, represent
from tests.invariants.dispute import VERBS, At
from tests.invariants.guarantees import lacking
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

    @initialize(
        kind=st.sampled_from([CentreKind.GOVERNANCE, CentreKind.POLICE_MEDIATION]),
        order=st.permutations(WHO),
    )
    def begins(self, kind: str, order: list[str]) -> None:
        self.at, self.sides = MONDAY, cycle(order)
        self.table = self._applied(make_desk(kind, at=MONDAY))
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
        self.table = self._applied(self.table.desk)

    def _applied(self, desk: Desk) -> Table:
        sides = next(self.sides), next(self.sides)  # each kind of side comes by before one comes again
        table = make_applied(desk, parties=[as_drawn(*each) for each in zip(NEIGHBOURS, sides, strict=True)])
        represent(table, sides, self.at)
        return table

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
            for effective in Agreement.objects.filter(case=self.table.pk, effective_at__isnull=False):
                sides = Party.objects.filter(case=effective.case_id).values_list("capacity", "agents__role")
                DONE[f"in effect: {effective.kind} {sorted(sides, key=str)}"] += 1
            report = verified()
            assert report.ok, report.first_problem
            verbs = set(Entry.objects.filter(chain=self.table.case.ledger_chain).values_list("verb", flat=True))
            assert verbs <= set(SENTENCES), verbs - set(SENTENCES)


def _why(state: str, refusal: Exception) -> str:
    """Why the straight way went no further: `-s` prints it."""
    details = [str(each.message) for each in getattr(refusal, "details", ())]
    return f"go_on ({state}: {type(refusal).__name__} {refusal} {details})"


_LINKED = {"know_rights", "agree", "prefer", "choose", "accept_mediator"}  # the link was given, the rest refused


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are fixed and sealed by the real verbs; only setting and sealing their pages, tried beside, is left out."""
    numbers = count()
    monkeypatch.setattr(Gathered, "pdf", lambda *_args, **_more: b"%%PDF-1.7 %d" % next(numbers))
    monkeypatch.setattr(Reported, "left", lambda *_args: b"%%PDF-1.7 %d" % next(numbers))
    monkeypatch.setattr(seals, "certificate_of", lambda _unit: SimpleNamespace(is_test=True))
    monkeypatch.setattr(seals, "seal", lambda content, *_args, **_more: content + b" sealed")


def test_no_agreement_without_its_guarantees(press: None) -> None:
    run_state_machine_as_test(
        Dispute,
        settings=settings(
            max_examples=int(os.environ.get("FIRSTDESK_EXAMPLES", "4")),
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=(Phase.explicit, Phase.generate),
        ),
    )
    print(f"\nnever done: {sorted(set(VERBS) - set(DONE))}\n{dict(DONE.most_common())}")
