"""Somebody leaves: nothing in hand is lost, and nothing opens with the account any more."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.common import clock
from firstdesk.common.refusals import Conflict, Refusal
from firstdesk.directory import ports, selectors, services
from firstdesk.directory.models import Appointment, User
from firstdesk.directory.selectors import actor_of
from firstdesk.directory.tests.factories import PASSWORD, SETUP, Centre, make_centre, make_person
from firstdesk.ledger.models import Entry

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def centre() -> Centre:
    return make_centre()


@pytest.fixture
def in_hand(request: pytest.FixtureRequest) -> list[ports.Left]:
    """What the parts above say is still in hand; a test fills it."""
    found: list[ports.Left] = []
    before = ports.get()
    ports.install(replace(before, leaving=ports.Leaving(work=lambda person, at: list(found))))
    request.addfinalizer(lambda: ports.install(before))
    return found


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def admin(centre: Centre) -> Client:
    return client_of(centre.people["admin"])


def leave(person: User) -> str:
    return reverse("directory:leave", args=[person.pk])


def test_everything_that_opens_with_it_ends(centre: Centre, admin: Client) -> None:
    leaver = centre.people["intake"]
    theirs = Client()
    assert theirs.login(username=leaver.username, password=PASSWORD)
    assert theirs.get(reverse("directory:org")).status_code == 200
    assert admin.post(leave(leaver), {"reason": "调离"}).status_code == 303
    leaver.refresh_from_db()
    assert not leaver.is_active
    assert not Appointment.objects.filter(user=leaver, ends_on=None).exists()
    assert theirs.get(reverse("directory:org")).status_code == 302
    assert not Client().login(username=leaver.username, password=PASSWORD)
    entry = Entry.objects.get(verb="person.account_closed", subject_id=leaver.pk)
    assert (entry.actor_id, entry.reason) == (centre.people["admin"].pk, "调离")


def test_not_while_work_is_in_hand(centre: Centre, admin: Client, in_hand: list[ports.Left]) -> None:
    in_hand.append(ports.Left("事项", 3, ""))
    leaver = centre.people["intake"]
    page = admin.get(leave(leaver)).content.decode()
    assert "事项" in page and "放回" in page
    refused = admin.post(leave(leaver), {"reason": "调离"})
    assert refused.status_code == 422 and "事项" in refused.content.decode()
    leaver.refresh_from_db()
    assert leaver.is_active


def test_a_reason_is_needed(centre: Centre, admin: Client) -> None:
    assert admin.post(leave(centre.people["intake"]), {"reason": " "}).status_code == 422
    assert User.objects.get(pk=centre.people["intake"].pk).is_active


def test_not_twice(centre: Centre) -> None:
    leaver, by = centre.people["intake"], actor_of(centre.people["admin"])
    stale = User.objects.get(pk=leaver.pk)
    services.close_account(leaver, reason="调离", by=by, at=AT)
    with pytest.raises(Conflict):
        services.close_account(stale, reason="调离", by=by, at=AT)


def test_an_appointment_of_today_ends_too(centre: Centre) -> None:
    person = make_person()
    services.appoint(user=person, post=centre.posts["intake"], starts_on=AT.date(), by=SETUP, at=AT)
    services.close_account(person, reason="误建", by=actor_of(centre.people["admin"]), at=AT)
    assert Appointment.objects.get(user=person).ends_on is not None
    assert selectors.acting_for(person, AT) is None


def test_nobody_closes_their_own(centre: Centre, admin: Client) -> None:
    assert admin.post(leave(centre.people["admin"]), {"reason": "走"}).status_code == 403


def test_not_by_another_centres_administrator_nor_another_role(centre: Centre) -> None:
    leaver = centre.people["intake"]
    for other in (make_centre().people["admin"], centre.people["director"], centre.people["intake"]):
        assert client_of(other).get(leave(leaver)).status_code == 403
        assert client_of(other).post(leave(leaver), {"reason": "调离"}).status_code == 403
    assert User.objects.get(pk=leaver.pk).is_active


def test_whoever_comes_back_signs_in_again_without_a_post(centre: Centre, admin: Client) -> None:
    leaver = centre.people["intake"]
    assert admin.post(leave(leaver), {"reason": "调离"}).status_code == 303
    assert "重新启用" in admin.get(reverse("directory:person", args=[leaver.pk])).content.decode()
    again = reverse("directory:reopen_account", args=[leaver.pk])
    assert admin.post(again, {"reason": "调回"}).status_code == 303
    assert admin.post(again, {"reason": "调回"}).status_code == 409
    leaver.refresh_from_db()
    assert leaver.is_active
    assert selectors.acting_for(leaver, clock.now()) is None


def test_the_refusal_names_each_kind(centre: Centre, in_hand: list[ports.Left]) -> None:
    in_hand += [ports.Left("班次", 2, "值班表"), ports.Left("事项", 1, "")]
    with pytest.raises(Refusal) as refused:
        services.close_account(centre.people["intake"], reason="调离", by=actor_of(centre.people["admin"]), at=AT)
    assert [str(each.message) for each in refused.value.details] == ["班次: 2", "事项: 1"]
