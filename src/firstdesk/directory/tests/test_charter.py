"""Clause by clause, how an organisation fulfils what is said about itself."""

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.directory.models import CentreKind, CharterItem
from firstdesk.directory.tests.factories import Centre, make_centre
from firstdesk.ledger.models import Entry
from firstdesk.regulations.tests.factories import load_real_rules

pytestmark = pytest.mark.django_db
CLAUSE = "GC-01-09"


@pytest.fixture
def centre() -> Centre:
    load_real_rules()
    return make_centre(CentreKind.GOVERNANCE)


def open_as(centre: Centre, post: str) -> Client:
    client = Client()
    client.force_login(centre.people[post])
    return client


def test_it_lists_the_clauses_of_its_own_regulation(centre: Centre) -> None:
    page = open_as(centre, "supervisor").get(reverse("directory:charter", args=[centre.unit.code])).content.decode()
    assert CLAUSE in page and "PM-0" not in page
    assert '<textarea name="text"' not in page, "a supervisor edits nothing"


def test_the_director_confirms(centre: Centre) -> None:
    client, address = open_as(centre, "director"), reverse("directory:charter", args=[centre.unit.code])
    form = {"clause": CLAUSE, "text": "由社区书记张某担任", "reference": "澄综〔2025〕3号", "review_on": "2026-01-01"}
    assert client.post(address, form | {"text": " "}).status_code == 422
    assert client.post(address, form).status_code == 303
    item = CharterItem.objects.get(unit=centre.unit, clause=CLAUSE)
    assert item.confirmed_by == centre.people["director"]
    assert client.post(address, form | {"text": "改由李某担任"}).status_code == 303
    assert CharterItem.objects.count() == 1
    last = Entry.objects.filter(verb="charter.confirmed").latest("pk")
    assert last.before["text"] == "由社区书记张某担任" and last.after["text"] == "改由李某担任"
    assert "李某" in client.get(address).content.decode()


def test_nobody_else_confirms(centre: Centre) -> None:
    address = reverse("directory:charter", args=[centre.unit.code])
    for post in ("supervisor", "intake", "admin"):
        assert open_as(centre, post).post(address, {"clause": CLAUSE, "text": "x"}).status_code == 403
    assert (
        open_as(make_centre(CentreKind.GOVERNANCE), "director")
        .post(address, {"clause": CLAUSE, "text": "x"})
        .status_code
        == 403
    )
    assert not CharterItem.objects.exists()


def test_only_centres_have_one(centre: Centre) -> None:
    address = reverse("directory:charter", args=[centre.community.code])
    assert open_as(centre, "director").get(address).status_code == 404
