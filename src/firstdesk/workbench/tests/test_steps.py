"""The steps on the page of a matter that are the matter's own."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from firstdesk.directory.models import User
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def post(
    person: User, matter: Matter, step: str, *, seen: str | None = None, htmx: bool = False, **values: str
) -> HttpResponse:
    headers = {"HX-Request": "true"} if htmx else {}
    seen = matter.changed_at.isoformat() if seen is None else seen
    return signed_in(person).post(  # type: ignore[return-value]
        f"/matters/{matter.number}/{step}/", {"seen": seen} | values, headers=headers
    )


def test_take_from_the_queue(desk: Desk) -> None:
    matter = make_matter(desk)
    response = post(desk.officer, matter, "take")
    assert response.status_code == 303
    matter.refresh_from_db()
    assert matter.responsible_person == desk.officer


def test_a_stale_page_is_told_what_changed(desk: Desk) -> None:
    matter = make_matter(desk)
    seen = (matter.changed_at - timedelta(minutes=1)).isoformat()
    response = post(desk.officer, matter, "take", seen=seen)
    assert response.status_code == 409
    assert "已登记" in response.content.decode() or "登记" in response.content.decode()
    matter.refresh_from_db()
    assert matter.responsible_person is None


@pytest.mark.parametrize("seen", ["yesterday", "2025-02-30T10:00:00+00:00"])
def test_a_page_with_a_made_up_moment_is_refused(desk: Desk, seen: str) -> None:
    matter = make_matter(desk)
    assert post(desk.officer, matter, "take", seen=seen).status_code == 422
    asked = signed_in(desk.officer).get(f"/matters/{matter.number}/changed/", {"seen": seen})
    assert asked.status_code == 404


def test_the_present_page_is_not_stale(desk: Desk) -> None:
    matter = make_matter(desk)
    assert post(desk.officer, matter, "take", seen=matter.changed_at.isoformat()).status_code == 303


def test_assign_to_a_colleague(desk: Desk) -> None:
    matter = make_matter(desk, state=State.HANDLING)
    leader = desk.centre.people["group_leader"]
    response = post(leader, matter, "assign", to=str(desk.officer.pk), reason="熟悉情况")
    assert response.status_code == 303
    matter.refresh_from_db()
    assert matter.responsible_person == desk.officer


def test_what_rests_goes_on_and_rests_only_on_application(desk: Desk) -> None:
    matter = make_matter(desk, state=State.SUSPENDED)
    assert post(desk.officer, matter, "suspend", reason="等鉴定结果").status_code == 404
    assert post(desk.officer, matter, "resume").status_code == 303
    matter.refresh_from_db()
    assert matter.state == State.HANDLING


def test_a_form_that_does_not_say_what_it_saw_is_refused(desk: Desk) -> None:
    matter = make_matter(desk)
    assert post(desk.officer, matter, "take", seen="").status_code == 422


@pytest.mark.parametrize(("kind", "state"), [("withdrawn", State.WITHDRAWN), ("invalid", State.INVALID)])
def test_end_with_a_reason(desk: Desk, kind: str, state: str) -> None:
    matter = make_matter(desk)
    assert post(desk.officer, matter, "end", kind=kind, reason="").status_code == 422
    assert post(desk.officer, matter, "end", kind=kind, reason="打错电话").status_code == 303
    matter.refresh_from_db()
    assert matter.state == state


def test_end_as_duplicate_names_the_other(desk: Desk) -> None:
    first, second = make_matter(desk), make_matter(desk)
    assert post(desk.officer, second, "end", kind="duplicate", of="nowhere", reason="同一件").status_code == 422
    assert post(desk.officer, second, "end", kind="duplicate", of=first.number, reason="同一件").status_code == 303
    second.refresh_from_db()
    assert second.duplicate_of == first


def test_who_may_not_is_told_why(desk: Desk) -> None:
    matter = make_matter(desk)
    assert post(desk.centre.people["supervisor"], matter, "take").status_code == 403
    assert post(desk.centre.linkage_people["liaison"], matter, "take").status_code == 404
    assert post(desk.centre.people["mediation"], matter, "end", kind="invalid", reason="x").status_code == 403


def test_the_swapped_page_is_the_reloaded_page(desk: Desk) -> None:
    matter = make_matter(desk)
    client = signed_in(desk.officer)
    path = f"/matters/{matter.number}/"
    seen = {"seen": matter.changed_at.isoformat()}
    swapped = client.post(f"{path}take/", seen, headers={"HX-Request": "true"}).content.decode()
    reloaded = client.get(path).content.decode()
    start = reloaded.index('<div id="matter"')
    inner = reloaded[start : start + len(swapped.strip())]
    assert _plain(swapped) == _plain(inner)


def _plain(html: str) -> list[str]:
    """Without the token of the form and the blanks, which differ each time."""
    return [line.strip() for line in html.splitlines() if line.strip() and "csrfmiddlewaretoken" not in line]


def test_others_are_told_when_it_changed(desk: Desk) -> None:
    matter = make_matter(desk)
    client, path = signed_in(desk.officer), f"/matters/{matter.number}/changed/"
    assert client.get(path, {"seen": matter.changed_at.isoformat()}).status_code == 204
    later = client.get(path, {"seen": (matter.changed_at - timedelta(minutes=1)).isoformat()})
    assert later.status_code == 200
    assert matter.number in later.content.decode()
