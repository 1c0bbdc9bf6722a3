"""Signing in, choosing one's own password, and being signed out."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from firstdesk.directory.models import User
from firstdesk.directory.templatetags.directory import device
from firstdesk.directory.tests.factories import PASSWORD, make_centre, make_person
from firstdesk.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget_attempts() -> None:
    cache.clear()


def sign_in(client: Client, user: User, password: str = PASSWORD) -> int:
    return client.post(reverse("account_login"), {"login": user.username, "password": password}).status_code


def test_the_sign_in_page_is_chinese_and_public() -> None:
    page = Client().get(reverse("account_login"))
    assert page.status_code == 200
    assert "登录" in page.content.decode()
    assert Client().get("/org/").headers["Location"].startswith(reverse("account_login"))


def test_signing_in_is_recorded_with_its_session() -> None:
    centre, client = make_centre(), Client()
    assert sign_in(client, centre.people["intake"]) == 302
    assert Entry.objects.filter(verb="person.signed_in", actor_id=centre.people["intake"].pk).count() == 1
    assert UserSession.objects.filter(user=centre.people["intake"]).count() == 1
    assert client.get("/org/").status_code == 200


def test_a_wrong_password_says_so_and_is_throttled() -> None:
    user = make_person()
    client = Client()
    for _attempt in range(5):
        assert sign_in(client, user, "wrong password") == 200
    page = client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    assert page.status_code == 200, "even the right one waits now"
    assert not page.wsgi_request.user.is_authenticated


def test_an_address_that_tries_without_end_reads_what_to_do(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    user, client = make_person(), Client()
    sign_in(client, user, "wrong password")
    page = client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    assert page.status_code == 429
    assert "请等待五分钟" in page.content.decode()


def test_a_session_and_a_post_nobody_has(client: Client) -> None:
    client.force_login(make_centre().people["intake"])
    for sent in ("²", "9" * 5000):
        assert client.post(reverse("usersessions_list"), {"session": sent}).status_code == 303
        assert client.post(reverse("directory:act_as"), {"post": sent}).status_code == 303


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password"])
def test_nobody_signs_up(name: str) -> None:
    assert Client().get(reverse(name)).status_code == 200
    assert Client().post(reverse(name), {"username": "x", "password1": PASSWORD}).status_code == 405
    assert not User.objects.exists()


def test_first_password_must_be_changed_in_production(settings: pytest.FixtureRequest) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    centre, client = make_centre(), Client()
    user = centre.people["intake"]
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    client.force_login(user)
    page = reverse("account_change_password")
    assert client.get("/org/").headers["Location"] == page
    assert client.get("/org/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == page
    assert client.get(page).status_code == 200
    new = "eine lange Parole 8"
    wrong = client.post(page, {"old": "nein", "password": new, "again": new})
    assert wrong.status_code == 422
    assert client.post(page, {"old": PASSWORD, "password": new, "again": "other"}).status_code == 422
    assert client.post(page, {"old": PASSWORD, "password": "short", "again": "short"}).status_code == 422
    assert client.post(page, {"old": PASSWORD, "password": new, "again": new}).status_code == 303
    user.refresh_from_db()
    assert user.check_password(new) and not user.must_change_password
    assert client.get("/org/").status_code == 200, "still signed in here"
    assert Entry.objects.filter(verb="person.password_changed").exists()


def test_own_sessions_can_be_ended() -> None:
    centre = make_centre()
    user = centre.people["intake"]
    here, there = Client(), Client()
    sign_in(here, user)
    sign_in(there, user)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert page.count('name="session"') == 1, "the present one has no button"
    other = UserSession.objects.exclude(session_key=here.session.session_key).get()
    assert here.post(reverse("usersessions_list"), {"session": other.pk}).status_code == 303
    assert there.get("/org/").status_code == 302
    assert here.get("/org/").status_code == 200


def test_a_device_is_called_as_people_call_it() -> None:
    phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Mobile Safari/537.36"
    assert device(phone) == "Chrome · Android"
    assert device("Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0") == "Firefox · Windows"
    assert device("curl/8.9") == "curl/8.9"


def test_a_leader_signs_a_member_out_and_others_do_not() -> None:
    centre = make_centre()
    person = centre.people["intake"]
    member, leader, stranger = Client(), Client(), Client()
    sign_in(member, person)
    leader.force_login(centre.people["director"])
    stranger.force_login(make_centre().people["director"])
    address = reverse("directory:sign_out", args=[person.pk])
    assert stranger.post(address).status_code == 403
    assert member.get("/org/").status_code == 200
    assert leader.post(address).status_code == 303
    assert member.get("/org/").status_code == 302


def test_acting_from_another_post() -> None:
    one, two = make_centre(), make_centre()
    user = make_person(one.posts["intake"], two.posts["director"])
    client = Client()
    client.force_login(user)
    assert client.get("/org/").context["acting"].post == one.posts["intake"]
    answer = client.post(reverse("directory:act_as"), {"post": two.posts["director"].pk, "next": "/org/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/org/")
    assert client.get("/org/").context["acting"].post == two.posts["director"]
    client.post(reverse("directory:act_as"), {"post": one.posts["director"].pk, "next": "https://elsewhere.test/"})
    assert client.get("/org/").context["acting"].post == two.posts["director"], "not a post they hold"


def test_what_is_not_there_for_one_post_may_be_for_another() -> None:
    """A notice leads where another of one's posts may look: the page says so, and leads there from that post."""
    one, two = make_centre(), make_centre()
    client, lone = Client(), Client()
    client.force_login(make_person(one.posts["intake"], two.posts["director"]))
    lone.force_login(one.people["director"])
    gone = "/assessment/accountability/999/"
    missing = client.get(gone)
    page = missing.content.decode().split("<main")[1]
    assert missing.status_code == 404
    assert f'value="{two.posts["director"].pk}"' in page and f'name="next" value="{gone}"' in page
    assert 'name="post"' not in lone.get(gone).content.decode().split("<main")[1]
