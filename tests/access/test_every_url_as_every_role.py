"""Every address as every role, and as a stranger: the table is read by people, so a surprise in it is seen.

Columns: i intake officer, g group leader, d director, s supervisor, r archivist, m mediator, a system administrator,
u auditor, l liaison and h handler of the unit that was asked, x intake officer of another centre, - nobody signed in.
Signs: o opened or done, 2 refused with what is missing, 3 not allowed, 4 not found, 9 too late, L sent to sign in,
T asked for the token of a system.
A page that takes only POST is posted to with nothing filled in.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from firstdesk.intake.models import Report
from tests.access.scene import NAME, PHONE, STORY, Scene, make_scene, pages

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TABLE = Path(__file__).with_name("expected.txt")
COLUMNS = "igdsrmaulhx-"
WITHOUT_CASES = "aux-"  # see no case content, wherever they look
OTHERS = {"set_language", "theme", "healthz", "account_logout"}  # no page, and no secret


def expected() -> dict[str, str]:
    """Page → signs, as the table says."""
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return dict(lines)  # type: ignore[arg-type]


@pytest.fixture
def scene() -> Iterator[Scene]:
    cache.clear()
    yield make_scene()
    cache.clear()


def test_every_url_as_every_role(scene: Scene) -> None:
    """The whole table at once: a new address fails until somebody has said who may open it."""
    secrets = (STORY[:10], scene.matter.title, NAME, PHONE)
    windows = {column: window(scene, column) for column in COLUMNS}
    found, leaks = {}, []
    for name, parameters in pages().items():
        if name in OTHERS:
            continue
        signs = ""
        for column in COLUMNS:
            response = ask(windows[column], scene.address(name, parameters))
            signs += sign(response)
            leaks += [f"{name} as {column}: {each}" for each in told(response, column, secrets)]
        found[name] = signs
    assert not leaks, "\n".join(leaks)
    wrong = [f"{name} {signs}" for name, signs in found.items() if expected().get(name) != signs]
    gone = sorted(set(expected()) - set(found))
    assert not wrong, "These answer otherwise than tests/access/expected.txt says:\n" + "\n".join(wrong)
    assert not gone, f"These addresses are gone: {gone}"


def window(scene: Scene, column: str) -> Client:
    """The browser of whoever the column stands for, signed in where they can be."""
    client = Client(raise_request_exception=False)
    if person := scene.people[column]:
        client.force_login(person)
    return client


def ask(client: Client, address: str) -> HttpResponse:
    """GET, or an empty POST where GET is not taken; what it wrote is taken back."""
    with transaction.atomic():
        response = client.get(address)
        if response.status_code == 405:
            response = client.post(address)
        transaction.set_rollback(True)
    return response  # type: ignore[return-value]


def sign(response: HttpResponse) -> str:
    """One character per answer."""
    if response.status_code == 302 and "/accounts/login/" in response["Location"]:
        return "L"
    if response.status_code < 400:
        return "o"
    return {401: "T", 403: "3", 404: "4", 409: "9", 422: "2"}.get(response.status_code, "!")


def told(response: HttpResponse, column: str, secrets: tuple[str, ...]) -> list[str]:
    """What the page says that it must not: persons to nobody unasked, the case to nobody without cases."""
    if getattr(response, "streaming", False):
        return []
    text = response.content.decode(errors="replace")
    return [each for each in (secrets if column in WITHOUT_CASES else (NAME, PHONE)) if each in text]


def test_a_stranger_finds_no_matter(scene: Scene) -> None:
    """Whatever is asked about a matter of another centre, it does not exist; so does one that nobody registered."""
    assert Report.objects.filter(matter=scene.matter).exists()
    client = window(scene, "x")
    for name, parameters in pages().items():
        if "number" in parameters and name not in OTHERS:
            assert sign(ask(client, scene.address(name, parameters))) in "34T", name
