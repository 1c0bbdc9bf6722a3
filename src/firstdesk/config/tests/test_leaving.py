"""What somebody who leaves has in hand, and where it goes."""

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.config import leaving
from firstdesk.directory.selectors import acting_for, actor_of
from firstdesk.directory.services import close_account
from firstdesk.ledger.models import Entry
from firstdesk.matters import services
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.obligations.models import CalendarLink, Clock
from firstdesk.obligations.services import give_link
from firstdesk.rosters.services import ShiftPlan, plan_shift

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_matters_go_back_to_the_queue_and_their_promises_run_on(desk: Desk) -> None:
    matter = make_matter(desk)
    services.take(matter, desk.officer, by=desk.by, at=desk.later(minutes=1))
    due = list(Clock.objects.filter(matter_id=matter.pk).order_by("pk").values_list("pk", "due_at", "state"))
    assert [(each.count, each.advice) for each in leaving.work(desk.officer.pk, desk.at)] == [(1, "")]
    admin = desk.centre.people["admin"]
    assert leaving.give_back(desk.officer.pk, "调离", actor_of(admin), desk.later(minutes=2)) == 1
    matter.refresh_from_db()
    assert (matter.responsible_post, matter.responsible_person) == (desk.centre.posts["intake"], None)
    assert list(Clock.objects.filter(matter_id=matter.pk).order_by("pk").values_list("pk", "due_at", "state")) == due
    assert not Clock.objects.filter(matter_id=matter.pk, owing_person=desk.officer).exists()
    assert Entry.objects.filter(chain=matter.ledger_chain).latest("seq").verb == "matter.put_back"
    assert leaving.work(desk.officer.pk, desk.at) == []


def test_what_has_ended_is_not_in_hand(desk: Desk) -> None:
    make_matter(desk, state=State.CLOSED)
    assert leaving.work(desk.officer.pk, desk.at) == []


def test_what_waits_in_the_queue_is_not_put_back(desk: Desk) -> None:
    with pytest.raises(Refusal):
        services.put_back(make_matter(desk), reason="调离", by=desk.by, at=desk.later(minutes=1))


def test_not_without_a_reason_nor_once_it_has_ended(desk: Desk) -> None:
    matter = make_matter(desk)
    services.take(matter, desk.officer, by=desk.by, at=desk.later(minutes=1))
    with pytest.raises(Refusal):
        services.put_back(matter, reason=" ", by=desk.by, at=desk.later(minutes=2))
    with pytest.raises(NotAllowed):
        services.put_back(make_matter(desk, state=State.CLOSED), reason="调离", by=desk.by, at=desk.at)


def test_a_shift_still_to_stand_holds_the_account_open(desk: Desk) -> None:
    plan = ShiftPlan(
        post=desk.centre.posts["intake"],
        person=desk.officer,
        starts_at=desk.later(minutes=60),
        ends_at=desk.later(minutes=120),
    )
    plan_shift(plan=plan, by=desk.by, at=desk.at)
    with pytest.raises(Refusal):
        close_account(desk.officer, reason="调离", by=actor_of(desk.centre.people["admin"]), at=desk.at)
    close_account(desk.officer, reason="调离", by=actor_of(desk.centre.people["admin"]), at=desk.later(minutes=121))


def test_the_private_calendar_leads_nowhere_any_more(desk: Desk) -> None:
    acting = acting_for(desk.officer, desk.at)
    assert acting is not None
    secret = give_link(acting, unit=None, at=desk.at)
    close_account(desk.officer, reason="调离", by=actor_of(desk.centre.people["admin"]), at=desk.later(minutes=1))
    assert CalendarLink.objects.get().revoked_at is not None
    assert Client().get(reverse("obligations:feed", args=[secret])).status_code == 404


def test_an_administrator_puts_them_back_on_the_page_and_reads_none(desk: Desk) -> None:
    matter = make_matter(desk)
    services.take(matter, desk.officer, by=desk.by, at=desk.later(minutes=1))
    client = Client()
    client.force_login(desk.centre.people["admin"])
    page = client.get(reverse("directory:leave", args=[desk.officer.pk])).content.decode()
    assert matter.number not in page
    assert client.post(reverse("directory:put_back", args=[desk.officer.pk]), {"reason": "调离"}).status_code == 303
    matter.refresh_from_db()
    assert matter.responsible_person is None
    assert client.post(reverse("directory:leave", args=[desk.officer.pk]), {"reason": "调离"}).status_code == 303
