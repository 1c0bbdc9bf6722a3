"""Whatever people do, in whatever order, at every instant each open matter has one unit, one person or queue, one clock.

Hypothesis chooses the verbs; each is committed, so that the database's own deferred checks speak too; after each step the
same questions are asked as by `firstdesk check`.
"""

import os
from collections import Counter
from datetime import timedelta
from zlib import crc32

import pytest
from django.db.models import Max
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import CentreKind
from firstdesk.directory.selectors import acting_for
from firstdesk.dispatch import services as dispatch
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import MONDAY, make_desk, new_matter
from firstdesk.notices.models import Notice
from firstdesk.obligations import services as obligations
from firstdesk.oversight import services as oversight
from firstdesk.workbench.selectors import invariants
from tests.invariants.fitting import SILENT, VERBS, fitting
from tests.invariants.scene import NothingToDo, Scene, make_around
from tests.support.record import verified

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KINDS = st.sampled_from(sorted(CentreKind))
ANY = sorted(VERBS)
PICK = st.integers(0, 5)
DRAW = st.integers(0, 999)
AMOUNT = st.sampled_from([timedelta(minutes=1), timedelta(minutes=20), timedelta(hours=7), timedelta(days=2)])
LEVELS = 6  # of warnings, breach and escalation that may be behind
FAREWELLS = frozenset(
    {"referral.withdrawn", "referral.ended", "task.withdrawn", "turnout.stood_down"}
)  # it is yours no longer: the number, and no word more
DONE: Counter[str] = Counter()  # how often each verb was done and refused: `-s` prints it


class Centre(RuleBasedStateMachine):
    """One centre and everything that can happen in it."""

    @initialize(kind=KINDS)
    def opens(self, kind: str) -> None:
        self.desk = make_desk(kind, at=MONDAY)
        self.around = make_around(self.desk)
        self.at = MONDAY
        self.numbers: dict[int, tuple[str, int | None]] = {}
        self.entries = 0
        self.told = Notice.objects.aggregate(last=Max("pk"))["last"] or 0
        self.before = {finding.subject for finding in invariants.findings(MONDAY)}  # what a failed run before left
        news = [new_matter(self.desk) for _ in range(2)]
        matters.open_matters(news, by=self.desk.by, at=self.at)

    @rule(pick=PICK, draws=st.lists(DRAW, min_size=6, max_size=16))
    def goes_on(self, pick: int, draws: list[int]) -> None:
        """Several verbs in a row about one matter: far states are far away. Most fit its state, some are any verb, which
        works or is refused, and then nothing has changed."""
        pk = self._matter(pick).pk
        for draw in draws:
            matter, drawn = Matter.objects.get(pk=pk), self._mixed(draw)
            any_verb = drawn % 11 == 0
            name = ANY[drawn // 7 % len(ANY)] if any_verb else fitting(matter.state, drawn // 11)
            self._do(name, matter, drawn // 7919)

    @rule(amount=AMOUNT)
    def time_passes(self, amount: timedelta) -> None:
        """What falls due is told, level by level; then there is nothing more to tell."""
        self.at += amount
        for _second in range(LEVELS):
            if not obligations.sweep(at=self.at).total:
                break
            self._heard()
        assert obligations.sweep(at=self.at).total == 0

    def _mixed(self, draw: int) -> int:
        """Hypothesis likes small numbers; the verbs are to be chosen evenly."""
        return crc32(f"{draw} {self.at}".encode())

    def _matter(self, pick: int) -> Matter:
        mine = list(Matter.objects.filter(centre=self.desk.centre.unit).order_by("-pk")[:6])
        return mine[pick % len(mine)]

    def _do(self, name: str, matter: Matter, draw: int) -> None:
        self.at += timedelta(seconds=1)
        entries = Entry.objects.count()
        try:
            VERBS[name](Scene(self.desk, self.around, matter, self.at, draw))
        except (Refusal, NothingToDo):
            assert Entry.objects.count() == entries, f"{name} was refused and left something behind"
            DONE[f"{name} refused"] += 1
        else:
            assert Entry.objects.count() > entries or name in SILENT, f"{name} left no record"
            self._heard()
            self._jobs()
            DONE[name] += 1

    def _jobs(self) -> None:
        """What the worker does after an end by another way, and after an answer."""
        for matter in Matter.objects.filter(centre=self.desk.centre.unit).exclude(ended_at=None):
            dispatch.retire(matter)
            oversight.lapse(matter, at=self.at)

    def _heard(self) -> None:
        """Nobody is told of a matter they may not see at that moment."""
        news = (
            Notice.objects.filter(pk__gt=self.told).exclude(matter_id=None).select_related("recipient").order_by("pk")
        )
        for notice in news:
            self.told = notice.pk
            acting = acting_for(notice.recipient, self.at)
            assert acting is not None, f"{notice.kind} to {notice.recipient}, who holds no post"
            seen = Matter.objects.visible_to(acting).filter(pk=notice.matter_id)
            if notice.kind in FAREWELLS and not (notice.values.get("text") or notice.values.get("title")):
                continue
            assert seen.exists(), f"{notice.kind} to {notice.recipient}, who may not see {notice.values}"

    @invariant()
    def nothing_falls_between_desks(self) -> None:
        found = [finding.text.en for finding in invariants.findings(self.at) if finding.subject not in self.before]
        assert not found, "\n".join(found)

    @invariant()
    def nothing_is_lost(self) -> None:
        now = {m.pk: (m.number, m.first_receiver_id) for m in Matter.objects.filter(centre=self.desk.centre.unit)}
        assert self.numbers.items() <= now.items()
        entries = Entry.objects.count()
        assert entries >= self.entries
        self.numbers, self.entries = now, entries

    def teardown(self) -> None:
        """At the end the record is whole."""
        if not hasattr(self, "numbers"):
            return
        report = verified()
        assert report.ok, report.first_problem


def test_every_open_matter_is_owned_and_promised_at_every_instant() -> None:
    run_state_machine_as_test(
        Centre,
        settings=settings(
            max_examples=int(os.environ.get("FIRSTDESK_EXAMPLES", "5")),
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=(Phase.explicit, Phase.generate),  # thirty steps read well enough; shrinking them takes minutes
        ),
    )
    print(f"\nnever done: {sorted(set(VERBS) - set(DONE))}\n{dict(DONE.most_common())}")
