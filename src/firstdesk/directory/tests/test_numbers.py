"""Under which numbers a unit is called, and complained of."""

import pytest
from django.test import Client

from firstdesk.directory import selectors
from firstdesk.directory.models import Unit
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter

pytestmark = pytest.mark.django_db
NUMBERS = {"phone": "0594-2210000", "supervision_phone": "0594-2219999"}


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def window(desk: Desk, post: str) -> Client:
    client = Client()
    client.force_login(desk.centre.people[post])
    return client


def test_an_administrator_posts_them_and_everybody_sees_them(desk: Desk) -> None:
    unit = desk.centre.unit
    client = window(desk, "admin")
    assert client.post(f"/org/{unit.code}/numbers/", NUMBERS).status_code == 303
    entry = Entry.objects.get(verb="unit.numbers_posted")
    assert entry.after["supervision_phone"] == "0594-2219999"
    matter: Matter = make_matter(desk)
    anybody = Client()
    for page in (f"/wall/?centre={unit.code}", f"/portal/f/{matter.token}/"):
        html = anybody.get(page).content.decode()
        assert "0594-2219999" in html and "监督电话" in html, page
    assert "0594-2219999" in client.get(f"/org/{unit.code}/").content.decode()


@pytest.mark.parametrize("post", ["intake", "director", "auditor"])
def test_nobody_else_does(desk: Desk, post: str) -> None:
    assert window(desk, post).post(f"/org/{desk.centre.unit.code}/numbers/", NUMBERS).status_code == 403
    assert not Entry.objects.filter(verb="unit.numbers_posted").exists()


def test_without_one_the_nearest_above_answers_and_else_the_hotline(desk: Desk) -> None:
    unit = Unit.objects.get(pk=desk.centre.unit.pk)
    Unit.objects.update(phone="", supervision_phone="")
    unit.refresh_from_db()
    assert selectors.supervision_phone(unit) == ("12345", "")
    assert unit.parent is not None
    Unit.objects.filter(pk=unit.parent_id).update(phone="0594-1")
    assert selectors.supervision_phone(unit) == ("0594-1", unit.parent.name)
    Unit.objects.filter(pk=unit.parent_id).update(supervision_phone="0594-2")
    assert selectors.supervision_phone(unit)[0] == "0594-2"
    unit.supervision_phone = "0594-3"
    assert selectors.supervision_phone(unit) == ("0594-3", "")
