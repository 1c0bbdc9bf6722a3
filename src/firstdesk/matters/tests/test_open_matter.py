import pytest
from django.db import IntegrityError, connection, transaction

from firstdesk.ledger.models import Chain, Entry
from firstdesk.matters import services
from firstdesk.matters.models import Counter, Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_desk, make_matter, new_matter
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def test_a_matter_begins_with_number_token_record_owner_and_clocks() -> None:
    desk = make_desk()

    matter = services.open_matter(new_matter(desk), by=desk.by, at=desk.at)

    assert matter.number == f"JJ-{desk.centre.unit.division_code}-2025-0000001"
    assert len(matter.token) == 43
    assert (matter.state, matter.responsible_post) == (State.TO_TRIAGE, desk.centre.posts["intake"])
    assert matter.first_receiver == desk.officer
    entry = Entry.objects.get(chain=matter.ledger_chain)
    assert (entry.seq, entry.verb, entry.actor_id) == (1, "matter.registered", desk.officer.pk)
    clock = Clock.objects.get(matter_id=matter.pk, code="triage")
    assert (clock.rule_id, clock.owing_post, clock.label) == (
        "gc.triage.normal",
        desk.centre.posts["intake"],
        matter.number,
    )
    assert [involvement.part for involvement in matter.involvements.all()] == ["centre"]


def test_a_batch_is_numbered_in_order_with_few_queries(django_assert_max_num_queries) -> None:
    desk = make_desk()
    services.open_matter(new_matter(desk), by=desk.by, at=desk.at)
    with django_assert_max_num_queries(25):
        matters = services.open_matters([new_matter(desk) for _ in range(50)], by=desk.by, at=desk.at)
    assert [matter.seq for matter in matters] == list(range(2, 52))


def test_each_year_and_register_has_its_own_series() -> None:
    desk = make_desk()
    news = [
        new_matter(desk),
        new_matter(desk, at=desk.later(days=120)),
        new_matter(desk, register="XF"),
        new_matter(desk),
    ]
    matters = services.open_matters(news, by=desk.by, at=desk.at)
    assert [(m.year, m.register, m.seq) for m in matters] == [
        (2025, "JJ", 1), (2026, "JJ", 1), (2025, "XF", 1), (2025, "JJ", 2),
    ]  # fmt: skip


def test_a_number_of_a_failed_registration_is_given_to_the_next() -> None:
    desk = make_desk()
    with pytest.raises(RuntimeError), transaction.atomic():
        services.open_matter(new_matter(desk), by=desk.by, at=desk.at)
        raise RuntimeError
    assert services.open_matter(new_matter(desk), by=desk.by, at=desk.at).seq == 1
    assert Counter.objects.get().last == 1
    assert Chain.objects.filter(name__startswith="matter:").count() == 1


def test_the_first_receiver_never_changes() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Matter.objects.filter(pk=matter.pk).update(first_receiver=desk.centre.people["director"])


@pytest.mark.parametrize("state", sorted(set(State) - {State.DUPLICATE}))
def test_every_state_can_be_committed(state: str) -> None:
    make_matter(state=state)
    connection.check_constraints()


def test_an_open_matter_without_a_running_clock_is_refused() -> None:
    matter = make_matter()
    with pytest.raises(IntegrityError, match="no running clock"), transaction.atomic():
        Clock.objects.filter(matter_id=matter.pk).delete()
        connection.check_constraints()


def test_an_ended_matter_with_a_running_clock_is_refused() -> None:
    matter = make_matter(state=State.CLOSED)
    clock = Clock.objects.filter(matter_id=matter.pk).first()
    assert clock
    with pytest.raises(IntegrityError, match="has an open clock"), transaction.atomic():
        Clock.objects.filter(pk=clock.pk).update(state="running", stopped_at=None, outcome="")
        connection.check_constraints()
