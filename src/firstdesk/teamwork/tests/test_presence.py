"""Who else is there: seen within seconds, gone when the page is closed or the line is cut."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.teamwork import services
from firstdesk.teamwork.models import Presence
from firstdesk.teamwork.selectors import others_here

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def matter(desk: Desk) -> Matter:
    return make_matter(desk, state=State.OFFERED)


def beat(person: User, matter: Matter, **values: str) -> str:
    client = Client()
    client.force_login(person)
    answer = client.post(reverse("teamwork:here", args=[matter.number]), values)
    assert answer.status_code in {200, 204}, answer.content
    return answer.content.decode()


def test_two_see_each_other_and_the_form_the_other_is_in(desk: Desk, matter: Matter) -> None:
    director = desk.centre.people["director"]
    assert str(desk.officer) not in beat(desk.officer, matter)
    assert str(desk.officer) in beat(director, matter, doing="答复群众")
    assert "答复群众" in beat(desk.officer, matter)
    beat(director, matter, leaving="1")
    assert str(director) not in beat(desk.officer, matter)


def test_what_is_typed_there_never_becomes_markup(desk: Desk, matter: Matter) -> None:
    beat(desk.officer, matter, doing="<script>alert(1)</script>" * 5)
    assert "<script>" not in beat(desk.centre.people["director"], matter)


def test_one_row_however_often_and_no_record(desk: Desk, matter: Matter) -> None:
    before = Entry.objects.count()
    for _each in range(3):
        beat(desk.officer, matter)
    assert Presence.objects.count() == 1 and Entry.objects.count() == before


def test_a_cut_line_is_noticed_within_seconds(desk: Desk, matter: Matter) -> None:
    services.stay(matter, by=acting(desk.officer, desk.at), doing="", at=desk.at)
    director = desk.centre.people["director"]
    assert [each.user for each in others_here(matter, director, desk.at + timedelta(seconds=13))] == [desk.officer]
    assert others_here(matter, director, desk.at + timedelta(seconds=14)) == []
    assert services.sweep(at=desk.at + timedelta(minutes=9)) == 0
    assert services.sweep(at=desk.at + timedelta(minutes=11)) == 1


def test_new_notes_are_offered(desk: Desk, matter: Matter) -> None:
    director = desk.centre.people["director"]
    services.write_note(matter, services.NewNote("新情况"), by=acting(director, desk.at), at=desk.at)
    assert "1" in beat(desk.officer, matter, notes="0")
    assert beat(desk.officer, matter, notes="1").strip() == ""
    assert beat(desk.officer, matter, notes="x").strip() == ""


def test_the_table_is_unlogged() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'teamwork_presence'")
        assert cursor.fetchone() == ("u",)
