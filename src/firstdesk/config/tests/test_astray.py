"""Wherever somebody ends up, a page says what happened and where to go next."""

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.config.astray import page_above
from firstdesk.directory.tests.factories import make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def director() -> Client:
    client = Client()
    client.force_login(make_centre().people["director"])
    return client


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_an_address_that_only_takes_a_form_leads_to_its_page(director: Client) -> None:
    """As after signing in again: the address the form was sent to is asked for by GET."""
    answer = director.get(reverse("meetings:begin", args=[7]))
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "这个地址不能直接打开" in text(answer) and f'href="{reverse("meetings:meeting", args=[7])}"' in text(answer)


def test_a_page_that_is_only_read_takes_no_form(director: Client) -> None:
    answer = director.post(reverse("meetings:list"))
    assert answer.status_code == 405
    assert "这个页面不接收提交" in text(answer) and f'href="{reverse("meetings:list")}"' in text(answer)


def test_the_page_above_is_one_that_opens() -> None:
    """Not another address that only takes a form."""
    assert page_above("/meetings/7/invitees/3/drop/") == "/meetings/7/"
    assert page_above("/no/such/thing/") == ""


def test_a_resident_is_led_to_the_public_pages(client: Client) -> None:
    answer = client.get(reverse("portal:party_agree", args=["token"]))
    assert answer.status_code == 405 and f'href="{reverse("portal:party", args=["token"])}"' in text(answer)
    answer = client.get(reverse("theme"))
    assert answer.status_code == 405 and f'href="{reverse("portal:home")}"' in text(answer)
    answer = client.get("/nowhere/")
    assert answer.status_code == 404 and f'href="{reverse("portal:home")}"' in text(answer)


@pytest.mark.parametrize(
    ("method", "address"), [("get", "/meetings/7/begin/"), ("get", "/nowhere/"), ("post", "/meetings/")]
)
def test_part_of_a_page_gets_the_words_alone(director: Client, method: str, address: str) -> None:
    """Never a page within a page."""
    answer = getattr(director, method)(address, headers={"HX-Request": "true"})
    assert answer.status_code in {404, 405} and answer["HX-Retarget"] == "#refusal"
    assert "<html" not in text(answer) and "刷新" in text(answer)


class TestThePageWasOpenTooLong:
    """The token of the form is none of this browser's."""

    @pytest.fixture
    def browser(self) -> Client:
        found = Client(enforce_csrf_checks=True)
        found.force_login(make_centre().people["director"])
        return found

    def test_the_way_back_and_what_was_written(self, browser: Client) -> None:
        page = "http://testserver/meetings/new/"
        sent = {"occasion": "国庆 安保", "password": "我的 密码"}
        answer = browser.post("/meetings/new/", sent, headers={"Referer": page})
        assert answer.status_code == 403
        assert "国庆 安保" in text(answer) and f'href="{page}"' in text(answer) and "我的 密码" not in text(answer)

    def test_nothing_of_what_another_site_sent(self, browser: Client) -> None:
        answer = browser.post(
            "/meetings/new/", {"occasion": "点 这里"}, headers={"Referer": "https://elsewhere.example/"}
        )
        assert answer.status_code == 403 and "点 这里" not in text(answer) and "elsewhere" not in text(answer)

    def test_in_words_to_a_part_of_a_page(self, browser: Client) -> None:
        answer = browser.post("/meetings/new/", headers={"HX-Request": "true"})
        assert answer.status_code == 403 and answer["HX-Retarget"] == "#refusal" and "<html" not in text(answer)
