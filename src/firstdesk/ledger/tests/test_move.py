"""The only door through which a state changes."""

import pytest
from django.db import transaction

from firstdesk.common import events
from firstdesk.common.refusals import Conflict, NotAllowed
from firstdesk.ledger import services
from firstdesk.ledger.models import Entry
from firstdesk.ledger.services import Move, Moving
from firstdesk.ledger.tests.factories import SOMEBODY
from firstdesk.matters.models import Matter
from firstdesk.matters.states import MOVES, State
from firstdesk.matters.tests.factories import TUESDAY, make_desk, make_matter

pytestmark = pytest.mark.django_db
TO_DIRECTOR = Move(
    to=State.ESCALATED, verb="matter.escalated", reason="归口不清", changes={"title": "改了"}, noted={"why": 1}
)


def test_a_move_changes_the_row_and_writes_one_entry() -> None:
    matter = make_matter()
    before = Entry.objects.count()
    entry = services.move(matter, TO_DIRECTOR, by=SOMEBODY, at=TUESDAY)
    matter.refresh_from_db()
    assert (matter.state, matter.title) == (State.ESCALATED, "改了")
    assert Entry.objects.count() == before + 1
    assert (entry.verb, entry.reason, entry.chain) == ("matter.escalated", "归口不清", matter.ledger_chain)
    assert entry.before["state"] == "to_triage" and entry.after["state"] == "escalated"
    assert entry.after["why"] == 1 and "title" not in entry.after  # words stand on the row, where they can be erased


@pytest.mark.parametrize("to", sorted(set(State) - MOVES[State.TO_TRIAGE] - {State.TO_TRIAGE}))
def test_an_undeclared_move_is_refused_with_the_state_it_is_in(to: str) -> None:
    matter = make_matter()
    before = Entry.objects.count()
    with pytest.raises(NotAllowed) as refused:
        services.move(matter, Move(to=to, verb="x"), by=SOMEBODY, at=TUESDAY)
    assert "待分类" in str(refused.value.message) or str(matter.get_state_display()) in str(refused.value.message)
    assert Entry.objects.count() == before


def test_who_comes_second_is_told() -> None:
    matter = make_matter()
    stale = Matter.objects.get(pk=matter.pk)
    services.move(matter, TO_DIRECTOR, by=SOMEBODY, at=TUESDAY)
    with pytest.raises(Conflict):
        services.move(stale, Move(to=State.OFFERED, verb="referral.offered"), by=SOMEBODY, at=TUESDAY)
    assert Matter.objects.get(pk=matter.pk).state == State.ESCALATED


def test_many_at_once_all_or_none() -> None:
    desk = make_desk()
    one, two = make_matter(desk), make_matter(desk)
    assert services.move_many([], by=SOMEBODY) == []
    with pytest.raises(NotAllowed), transaction.atomic():
        bad = Moving(two, Move(to=State.CLOSED, verb="matter.closed"), TUESDAY)
        services.move_many([Moving(one, TO_DIRECTOR, TUESDAY), bad], by=SOMEBODY)
    assert Matter.objects.get(pk=one.pk).state == State.TO_TRIAGE
    one, two = Matter.objects.get(pk=one.pk), Matter.objects.get(pk=two.pk)
    entries = services.move_many([Moving(one, TO_DIRECTOR, TUESDAY), Moving(two, TO_DIRECTOR, TUESDAY)], by=SOMEBODY)
    assert [entry.chain for entry in entries] == [one.ledger_chain, two.ledger_chain]


def test_staying_is_recorded_too() -> None:
    matter = make_matter()
    entry = services.move(matter, Move(to=None, verb="matter.verified"), by=SOMEBODY, at=TUESDAY)
    assert entry.after["state"] == "to_triage"


def test_every_verb_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, object]] = []
    monkeypatch.setattr(events, "publish", lambda verb, **ids: heard.append((verb, ids["subject_id"])))
    matter = make_matter()
    heard.clear()
    services.move(matter, TO_DIRECTOR, by=SOMEBODY, at=TUESDAY)
    assert heard == [("matter.escalated", matter.pk)]
