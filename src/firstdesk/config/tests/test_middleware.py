import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from firstdesk.config.middleware import content_security_policy


def test_no_inline_script_is_ever_allowed(rf: RequestFactory) -> None:
    response = content_security_policy(lambda request: HttpResponse())(rf.get("/"))
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-inline" not in policy.replace("style-src-attr 'unsafe-inline'", "")


def test_a_page_may_set_its_own_policy(rf: RequestFactory) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})

    assert content_security_policy(view)(rf.get("/")).headers["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    """Accounts are made by an administrator."""
    response = client.get("/accounts/signup/")
    assert b"password1" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_watcher_may_ask_whether_it_lives(client: Client, method: str) -> None:
    assert getattr(client, method)("/healthz").status_code == 200
