"""A refusal says what, why and what to do, whatever the road it is told by."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import override
from django_htmx.middleware import HtmxDetails
from psycopg.errors import DeadlockDetected

from firstdesk.common import validation
from firstdesk.common.http import SeeOther, fragment_or_page
from firstdesk.common.language import lang, words
from firstdesk.common.middleware import RefusalMiddleware
from firstdesk.common.policy import reason_not
from firstdesk.common.refusals import Conflict, Detail, NotAllowed, Refusal
from firstdesk.directory.models import Post, Unit
from firstdesk.rulebook.model import Text


def answer(exception: Exception, **headers: str) -> HttpResponse | None:
    request = RequestFactory(headers=headers).post("/x/")
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return RefusalMiddleware(lambda request: HttpResponse()).process_exception(request, exception)


def test_htmx_gets_the_fragment_where_the_page_shows_refusals() -> None:
    found = answer(NotAllowed("因为下雨", details=[Detail("", "带伞", ("PM-001",))]), HX_Request="true")
    assert found is not None and found.status_code == 403
    assert found.headers["HX-Retarget"] == "#refusal"
    assert "因为下雨" in found.content.decode() and "带伞" in found.content.decode()


def test_a_page_that_was_left_gives_the_words_back() -> None:
    """Without JavaScript the form is gone: what was written stands beside the reason, secrets and keys do not."""
    sent = {"words": "电梯坏了\n住户不便", "unit": "cx-water", "password": "我的 密码", "seen": "2026-01-01T00:00:00"}
    request = RequestFactory().post("/x/", sent)
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    found = RefusalMiddleware(lambda request: HttpResponse()).process_exception(request, Refusal("nein"))
    assert found is not None
    html = found.content.decode()
    assert "电梯坏了" in html and "住户不便" in html
    assert not any(word in html for word in ("cx-water", "密码", "2026-01-01"))


def test_other_exceptions_are_not_ours() -> None:
    assert answer(ValueError("x")) is None


def test_two_at_the_same_moment_are_a_conflict() -> None:
    """The database ends one of two that wait for each other: that one is told like everybody who came second."""
    error = OperationalError("deadlock detected")
    error.__cause__ = DeadlockDetected()
    found = answer(error)
    assert found is not None and found.status_code == 409 and "刷新" in found.content.decode()
    assert answer(OperationalError("the server went away")) is None


def test_each_kind_has_its_status() -> None:
    assert (Refusal("x").status, NotAllowed("x").status, Conflict().status) == (422, 403, 409)
    assert "刷新" in str(Conflict().message)


def test_reasons() -> None:
    def check(may: bool) -> None:
        if not may:
            raise NotAllowed("nein")

    assert reason_not(check, True) is None
    assert reason_not(check, False) == "nein"


@pytest.mark.django_db
def test_a_models_rules_are_said_field_by_field() -> None:
    with pytest.raises(Refusal) as refused:
        validation.check(Post(unit=None, code="", name="x", role="y"))
    assert {detail.field for detail in refused.value.details} == {"unit", "code"}
    with pytest.raises(Refusal) as whole:
        validation.check(Unit(code="a", path="/a/", name="a", kind="centre"))
    assert [detail.field for detail in whole.value.details] == [""]
    validation.check(Unit(code="a", path="/a/", name="a", kind="group"))


def test_the_readers_language() -> None:
    text = Text("中文", "English")
    assert (lang(), words(text)) == ("zh", "中文")
    with override("en"):
        assert (lang(), words(text)) == ("en", "English")
    with override(None):
        assert lang() == "zh"


def test_two_answers_from_one_context() -> None:
    for headers, template in (({}, "page"), ({"HX-Request": "true"}, "fragment")):
        request = RequestFactory(headers=headers).get("/x/")
        request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
        refusal = {"refusal": Refusal("nein")}
        found = fragment_or_page(
            request, "components/messages.html", "components/refusal.html", refusal | {"messages": []}
        )  # type: ignore[arg-type]
        assert ("nein" in found.content.decode()) == (template == "fragment")
    assert SeeOther("/y/").status_code == 303
