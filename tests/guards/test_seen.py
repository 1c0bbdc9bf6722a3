"""What nobody looked at, nobody changes: every form about a matter says which state of it the page showed.

A POST that does not say it is refused before anything else is read, whoever sends it. The few that change nothing a
colleague could have changed meanwhile are on a list, each with its reason.
"""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.models import Service, Task, Turnout
from firstdesk.dispatch.states import ServiceMode
from firstdesk.intake import services as intake
from firstdesk.intake.tests.factories import registration
from firstdesk.matters import services as matters
from tests.access.scene import Scene, make_scene, pages
from tests.support.source import report

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SAID = "无法识别这个页面的状态"
PEOPLE = "igdsmlh"
OF_A_CASE = "mediation:"  # a case has a number, and an edition, of its own: mediation/tests/test_seen.py
WITHOUT = {
    "dispatch:opened": "says by itself that the page is open",
    "intake:reveal": "a reading, noted each time",
    "intake:send_receipt": "the outbox keeps one message per matter and address",
    "matters:attach": "adds to what is there; the same file is there once",
    "matters:remove": "one file, taken away once",
    "teamwork:here": "says by itself that the page is open",
    "teamwork:write": "adds a note to what is there",
    "triage:urgent": "holds whatever happened meanwhile; the second time it is refused",
}
TURNOUT, TASK, SERVICE, JOINED = "turnout", "task", "service", "joined"
ROWS = {
    **dict.fromkeys(("depart", "arrive", "finish", "relieve", "stand_down"), TURNOUT),
    **dict.fromkeys(("take_on", "refuse", "complete", "drop"), TASK),
    **dict.fromkeys(("service_step", "end_service"), SERVICE),
}


@pytest.fixture
def scene() -> Iterator[tuple[Scene, dict[str, int]]]:
    """A matter with a unit on its way, one asked to help, a service begun, and another report joined to it."""
    cache.clear()
    found = make_scene()
    desk, matter = found.desk, found.matter
    at, by = desk.later(minutes=1), desk.by
    again = intake.register(registration(desk), by=by, at=desk.at)
    matters.merge(again, matter, reason="同一件事", by=by, at=at)
    dispatch.order(matter, dispatch.Order(unit=desk.centre.linkage), by=by, at=at)
    dispatch.ask(matter, dispatch.Request(unit=desk.centre.community, text="请协助"), by=by, at=at)
    dispatch.start_service(matter, dispatch.Wish(ServiceMode.PROXY, is_asked_by_person=True), by=by, at=at)
    rows = {TURNOUT: Turnout, TASK: Task, SERVICE: Service}
    keys = {kind: model._default_manager.get(matter=matter).pk for kind, model in rows.items()}
    yield found, keys | {JOINED: again.pk}
    cache.clear()


def test_a_form_that_does_not_say_what_it_saw_is_refused(scene: tuple[Scene, dict[str, int]]) -> None:
    found, keys = scene
    windows = [_window(found, column) for column in PEOPLE]
    faults = []
    for name, parameters in pages().items():
        if "number" not in parameters or name in WITHOUT or name.startswith(OF_A_CASE) and name != "mediation:apply":
            continue
        answers = [_posted(window, _address(found, name, keys)) for window in windows]
        if all(code == 405 for code, _said in answers):
            continue  # a page that is only read
        faults += [f"{name}: done ({code})" for code, _said in answers if code < 400]
        if not any(said for _code, said in answers):
            faults.append(f"{name}: {sorted({code for code, _said in answers})} and not a word of it")
    report(faults, why="A POST that does not say which state of the matter it saw has to be refused for that:")


def test_what_needs_no_such_word_is_there() -> None:
    report(sorted(set(WITHOUT) - set(pages())), why="These addresses on the list of exceptions are gone:")


def _address(scene: Scene, name: str, keys: dict[str, int]) -> str:
    space, _, verb = name.partition(":")
    kind = ROWS.get(verb) if space == "dispatch" else JOINED if name == "intake:tell" else None
    values = {"number": scene.matter.number} | ({"pk": keys[kind] if kind else 0} if "pk" in pages()[name] else {})
    return reverse(name, kwargs=values)


def _window(scene: Scene, column: str) -> Client:
    client = Client(raise_request_exception=False)
    person = scene.people[column]
    assert person is not None
    client.force_login(person)
    return client


def _posted(client: Client, address: str) -> tuple[int, bool]:
    """How it answered, and whether it said that the state it was sent from is missing; what it wrote is taken back."""
    with transaction.atomic():
        response = client.post(address, {"action": "send"})  # of the answer's two POSTs the one that writes
        transaction.set_rollback(True)
    return response.status_code, SAID in response.content.decode()
