"""Matters that belong together: related, joined, taken apart."""

import threading

import pytest
from django.db import connection

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.directory.selectors import acting_for
from firstdesk.ledger.models import Entry
from firstdesk.matters import selectors, services
from firstdesk.matters.models import Confidentiality, Involvement, Link, Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def verbs(matter: Matter) -> list[str]:
    return list(Entry.objects.filter(chain=matter.ledger_chain).order_by("seq").values_list("verb", flat=True))


def test_related_reads_the_same_from_both_ends_and_makes_no_page_stale(desk: Desk) -> None:
    first, second = make_matter(desk), make_matter(desk)
    changed = Matter.objects.get(pk=first.pk).changed_at
    services.link(second, first, by=desk.by, at=desk.later(hours=1))
    acting = acting_for(desk.officer, desk.at)
    assert acting is not None
    assert [other for _tie, other in selectors.links_of(first, acting)] == [second]
    assert [other for _tie, other in selectors.links_of(second, acting)] == [first]
    assert verbs(first)[-1] == verbs(second)[-1] == "matter.linked"
    assert Entry.objects.filter(chain=first.ledger_chain).latest("seq").after["other"] == second.number
    assert Matter.objects.get(pk=first.pk).changed_at == changed


def test_not_to_itself_and_not_twice(desk: Desk) -> None:
    first, second = make_matter(desk), make_matter(desk)
    services.link(first, second, by=desk.by, at=desk.at)
    for matter, other in ((first, first), (second, first), (first, second)):
        with pytest.raises(Refusal) as refused:
            services.link(matter, other, by=desk.by, at=desk.at)
        assert refused.value.details[0].field == "of"
    assert Link.objects.count() == 1


def test_taken_off_it_stays_as_history_and_can_be_said_again(desk: Desk) -> None:
    first, second = make_matter(desk), make_matter(desk)
    tie = services.link(first, second, by=desk.by, at=desk.at)
    services.unlink(tie, by=desk.by, at=desk.later(hours=1))
    with pytest.raises(Conflict):
        services.unlink(tie, by=desk.by, at=desk.later(hours=1))
    assert Link.objects.get().removed_by == desk.officer
    assert verbs(second)[-1] == "matter.unlinked"
    services.link(first, second, by=desk.by, at=desk.later(hours=2))


def test_that_one_was_split_off_stays_true(desk: Desk) -> None:
    tie = services.note_split(make_matter(desk), make_matter(desk), by=desk.by, at=desk.at)
    with pytest.raises(NotAllowed):
        services.unlink(tie, by=desk.by, at=desk.at)


def test_the_record_of_an_open_matter_does_not_name_a_protected_one(desk: Desk) -> None:
    first, hidden = make_matter(desk), make_matter(desk, confidentiality=Confidentiality.CONFIDENTIAL)
    services.link(first, hidden, by=desk.by, at=desk.at)
    assert hidden.number not in Entry.objects.filter(chain=first.ledger_chain).latest("seq").after_json
    handler = acting_for(desk.centre.linkage_people["handler"], desk.at)
    assert handler is not None and selectors.links_of(first, handler) == []


def test_joined_the_kept_one_says_so_and_its_unit_may_read_it(desk: Desk) -> None:
    kept = make_matter(desk, state=State.HANDLING)
    Matter.objects.filter(pk=kept.pk).update(responsible_unit=desk.centre.linkage)
    twice, thrice = make_matter(desk), make_matter(desk)
    services.merge(thrice, twice, reason="同一件事", by=desk.by, at=desk.at)
    services.merge(twice, kept, reason="同一件事", by=desk.by, at=desk.at)
    assert verbs(kept)[-1] == "matter.joined"
    assert list(selectors.joined_to(kept)) == [twice, thrice]
    assert Involvement.objects.filter(matter=twice, unit=desk.centre.linkage, part="assist").exists()


def test_a_protected_matter_is_joined_only_to_one_kept_as_closely(desk: Desk) -> None:
    hidden, plain = make_matter(desk, confidentiality=Confidentiality.CONFIDENTIAL), make_matter(desk)
    other = make_matter(desk, confidentiality=Confidentiality.CONFIDENTIAL)
    with pytest.raises(Refusal):
        services.merge(hidden, plain, reason="同一件事", by=desk.by, at=desk.at)
    services.merge(plain, hidden, reason="同一件事", by=desk.by, at=desk.at)
    services.merge(hidden, other, reason="同一件事", by=desk.by, at=desk.at)


@pytest.mark.parametrize("state", [State.INVALID, State.WITHDRAWN])
def test_not_to_one_that_nobody_will_answer(desk: Desk, state: str) -> None:
    with pytest.raises(Refusal):
        services.merge(make_matter(desk), make_matter(desk, state=state), reason="同一件事", by=desk.by, at=desk.at)


@pytest.mark.parametrize("state", [State.TO_TRIAGE, State.HANDLING])
def test_taken_apart_it_is_what_it_was(desk: Desk, state: str) -> None:
    kept, matter = make_matter(desk), make_matter(desk, state=state)
    if state == State.TO_TRIAGE:
        services.take(matter, desk.officer, by=desk.by, at=desk.at)
    owner = (matter.responsible_unit_id, matter.responsible_post_id, matter.responsible_person_id)
    services.merge(matter, kept, reason="同一件事", by=desk.by, at=desk.later(hours=1))
    services.unmerge(matter, reason="是另一户", by=desk.by, at=desk.later(hours=2))
    stored = Matter.objects.get(pk=matter.pk)
    assert (stored.state, stored.duplicate_of, stored.ended_at, stored.reopenings) == (state, None, None, 0)
    assert (stored.responsible_unit_id, stored.responsible_post_id, stored.responsible_person_id) == owner
    assert Clock.objects.filter(matter_id=matter.pk).open().exists()
    assert list(selectors.joined_to(kept)) == []


def test_taken_apart_what_had_been_sent_is_sent_anew(desk: Desk) -> None:
    kept, matter = make_matter(desk), make_matter(desk, state=State.OFFERED)
    services.merge(matter, kept, reason="同一件事", by=desk.by, at=desk.later(hours=1))
    services.unmerge(matter, reason="是另一户", by=desk.by, at=desk.later(hours=2))
    stored = Matter.objects.get(pk=matter.pk)
    assert (stored.state, stored.responsible_post) == (State.TO_TRIAGE, desk.centre.posts["intake"])


def test_only_what_is_joined_is_taken_apart_and_not_without_a_reason(desk: Desk) -> None:
    kept, matter = make_matter(desk), make_matter(desk)
    with pytest.raises(NotAllowed):
        services.unmerge(matter, reason="是另一户", by=desk.by, at=desk.at)
    services.merge(matter, kept, reason="同一件事", by=desk.by, at=desk.at)
    with pytest.raises(Refusal):
        services.unmerge(matter, reason=" ", by=desk.by, at=desk.at)


@pytest.mark.django_db(transaction=True)
def test_of_two_joined_to_each_other_at_once_one_is_refused() -> None:
    desk = make_desk()
    first, second = make_matter(desk), make_matter(desk)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def join(matter: Matter, into: Matter) -> None:
        start.wait()
        try:
            services.merge(matter, into, reason="同一件事", by=desk.by, at=desk.later(hours=1))
            outcomes.append("joined")
        except (Refusal, Conflict):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=join, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["joined", "refused"]
