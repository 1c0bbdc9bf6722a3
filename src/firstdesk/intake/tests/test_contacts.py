"""A contact: opened on the ring, answered once, drafted, ended with a report or a reason."""

import pytest
from django.http import Http404

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.directory.tests.factories import acting, make_person
from firstdesk.intake import services
from firstdesk.intake.models import Contact
from firstdesk.intake.selectors import get_contact
from firstdesk.intake.states import ContactState
from firstdesk.intake.tests.factories import make_contact
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import make_desk

pytestmark = pytest.mark.django_db


def verbs(contact: Contact) -> list[str]:
    return list(Entry.objects.filter(chain=contact.ledger_chain).order_by("seq").values_list("verb", flat=True))


def test_rings_until_answered() -> None:
    desk = make_desk()
    contact = make_contact(desk, answered=False)
    assert contact.answered_at is None
    services.answer_contact(contact, by=desk.by, at=desk.later(seconds=9))
    contact.refresh_from_db()
    assert (contact.answered_at, contact.operator) == (desk.later(seconds=9), desk.officer)
    assert verbs(contact) == ["contact.opened", "contact.answered"]


def test_whoever_stands_at_the_counter_is_answered() -> None:
    assert make_contact(make_desk(), channel="walk_in", answered=False).answered_at is not None


def test_unknown_channel() -> None:
    with pytest.raises(Refusal):
        make_contact(make_desk(), channel="smoke")


def test_answered_once() -> None:
    desk = make_desk()
    contact = make_contact(desk, answered=False)
    stale = Contact.objects.get(pk=contact.pk)
    services.answer_contact(contact, by=desk.by, at=desk.at)
    with pytest.raises(Conflict):
        services.answer_contact(stale, by=desk.by, at=desk.at)


def test_a_draft_is_kept_and_leaves_no_trace_in_the_record() -> None:
    desk = make_desk()
    contact = make_contact(desk)
    services.save_draft(contact, draft={"narrative": "楼上漏"}, by=desk.by, at=desk.at)
    contact.refresh_from_db()
    assert contact.draft == {"narrative": "楼上漏"}
    assert verbs(contact) == ["contact.opened", "contact.answered"]


def test_a_draft_without_end_is_refused() -> None:
    desk = make_desk()
    with pytest.raises(Refusal):
        services.save_draft(make_contact(desk), draft={"narrative": "长" * 300_000}, by=desk.by, at=desk.at)


def test_dropped_with_a_reason() -> None:
    desk = make_desk()
    contact = make_contact(desk)
    services.save_draft(contact, draft={"narrative": "喂?"}, by=desk.by, at=desk.at)
    services.drop_contact(contact, reason="打错了", by=desk.by, at=desk.later(minutes=1))
    contact.refresh_from_db()
    assert (contact.state, contact.drop_reason, contact.draft) == (ContactState.DROPPED, "打错了", {})
    assert verbs(contact)[-1] == "contact.dropped"


def test_not_dropped_without_one() -> None:
    desk = make_desk()
    with pytest.raises(Refusal) as refused:
        services.drop_contact(make_contact(desk), reason=" ", by=desk.by, at=desk.at)
    assert refused.value.details[0].clauses == ("WS-110-07",)


def test_an_ended_contact_stays_ended() -> None:
    desk = make_desk()
    contact = make_contact(desk)
    services.drop_contact(contact, reason="空号", by=desk.by, at=desk.at)
    for again in (
        lambda: services.drop_contact(contact, reason="x", by=desk.by, at=desk.at),
        lambda: services.save_draft(contact, draft={}, by=desk.by, at=desk.at),
        lambda: services.answer_contact(contact, by=desk.by, at=desk.at),
    ):
        with pytest.raises(NotAllowed):
            again()


def test_not_by_another_centre() -> None:
    desk, other = make_desk(), make_desk()
    contact = make_contact(desk)
    with pytest.raises(NotAllowed):
        services.drop_contact(contact, reason="x", by=other.by, at=desk.at)
    with pytest.raises(NotAllowed):
        services.save_draft(contact, draft={}, by=other.by, at=desk.at)
    ringing = make_contact(desk, answered=False)
    with pytest.raises(NotAllowed):
        services.answer_contact(ringing, by=other.by, at=desk.at)


def test_from_another_post_the_contact_is_not_found() -> None:
    desk, other = make_desk(), make_desk()
    contact = make_contact(desk)
    both = make_person(desk.centre.posts["intake"], other.centre.posts["intake"])
    assert get_contact(contact.pk, acting(both, desk.at, desk.centre.posts["intake"])) == contact
    with pytest.raises(Http404):
        get_contact(contact.pk, acting(both, desk.at, other.centre.posts["intake"]))


def test_whoever_picks_up_is_the_operator() -> None:
    desk = make_desk()
    contact = make_contact(desk, answered=False)
    colleague = make_person(desk.centre.posts["intake"])
    by = desk.by.__class__(person_id=colleague.pk, name=str(colleague), unit_id=desk.centre.unit.pk)
    services.answer_contact(contact, by=by, at=desk.at)
    contact.refresh_from_db()
    assert contact.operator == colleague
