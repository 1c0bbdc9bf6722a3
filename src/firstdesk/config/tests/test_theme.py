"""Light and dark: the system decides until somebody chooses, and a choice holds on every page of that device."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
HOME = "/accounts/login/"


def root(client: Client) -> str:
    """The opening tag of a page."""
    page = client.get(HOME).content.decode()
    return page[page.index("<html") : page.index("<head>")]


def test_the_system_decides_until_somebody_chooses(client: Client) -> None:
    assert "data-bs-theme" not in root(client)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_choice_holds_until_it_is_given_back(client: Client, theme: str) -> None:
    answer = client.post("/theme/", {"theme": theme, "next": HOME})
    assert (answer.status_code, answer.headers["Location"]) == (303, HOME)
    assert f'data-bs-theme="{theme}"' in root(client)
    client.post("/theme/", {"theme": "system", "next": HOME})
    assert "data-bs-theme" not in root(client)


def test_it_leads_nowhere_else_and_takes_no_other_word(client: Client) -> None:
    answer = client.post("/theme/", {"theme": '"><script>', "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    client.cookies["firstdesk_theme"] = '"><script>'
    assert "data-bs-theme" not in root(client)
    assert client.get("/theme/").status_code == 405
