"""Whatever people do, in whatever order, at every instant each open matter has one unit, one person or queue, one clock.

Hypothesis chooses the verbs; each is committed, so that the database's own deferred checks speak too; after each step the
same questions are asked as by `firstdesk check`.
"""

import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import CentreKind
from firstdesk.dispatch import services as dispatch
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import MONDAY, make_desk, new_matter
from firstdesk.obligations import services as obligations
from firstdesk.workbench.selectors import invariants
from tests.invariants.verbs import FITTING, VERBS, NothingToDo, Scene

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KINDS = st.sampled_from(sorted(CentreKind))
PICK = st.integers(0, 5)
DRAW = st.integers(0, 999)
AMOUNT = st.sampled_from([timedelta(minutes=1), timedelta(minutes=20), timedelta(hours=7), timedelta(days=2)])


class Centre(RuleBasedStateMachine):
    """One centre and everything that can happen in it."""

    @initialize(kind=KINDS)
    def opens(self, kind: str) -> None:
        self.desk = make_desk(kind, at=MONDAY)
        self.at = MONDAY
        self.numbers: dict[int, tuple[str, int | None]] = {}
        self.entries = 0
        self.before = {finding.subject for finding in invariants.findings(MONDAY)}  # what a failed run before left
        self.registered(2)

    @rule(count=st.integers(1, 3))
    def registered(self, count: int) -> None:
        news = [new_matter(self.desk) for _ in range(count)]
        matters.open_matters(news, by=self.desk.by, at=self.at)

    @rule(pick=PICK, draw=DRAW)
    def sensible(self, pick: int, draw: int) -> None:
        """A verb that fits the state."""
        matter = self._matter(pick)
        names = FITTING[matter.state]
        self._do(names[draw % len(names)], matter, draw)

    @rule(pick=PICK, name=st.sampled_from(sorted(VERBS)), draw=DRAW)
    def anything(self, pick: int, name: str, draw: int) -> None:
        """Any verb on any matter: it works or it is refused, and then nothing has changed."""
        self._do(name, self._matter(pick), draw)

    @rule(amount=AMOUNT)
    def time_passes(self, amount: timedelta) -> None:
        self.at += amount
        obligations.sweep(at=self.at)
        assert obligations.sweep(at=self.at).total == 0

    def _matter(self, pick: int) -> Matter:
        mine = list(Matter.objects.filter(centre=self.desk.centre.unit).order_by("-pk")[:6])
        return mine[pick % len(mine)]

    def _do(self, name: str, matter: Matter, draw: int) -> None:
        self.at += timedelta(seconds=1)
        entries = Entry.objects.count()
        try:
            VERBS[name](Scene(self.desk, matter, self.at, draw))
        except (Refusal, NothingToDo):
            assert Entry.objects.count() == entries, f"{name} was refused and left something behind"
        else:
            assert Entry.objects.count() > entries, f"{name} left no record"
            dispatch.retire(Matter.objects.get(pk=matter.pk))  # the worker's job after an end by another way

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


def test_every_open_matter_is_owned_and_promised_at_every_instant() -> None:
    run_state_machine_as_test(
        Centre,
        settings=settings(
            max_examples=int(os.environ.get("FIRSTDESK_EXAMPLES", "6")),
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=(Phase.explicit, Phase.generate),  # thirty steps read well enough; shrinking them takes minutes
        ),
    )
