import shutil
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import Client

from firstdesk.common.refusals import Refusal
from firstdesk.ledger.models import Entry
from firstdesk.matters.services import open_matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import MONDAY, Desk, make_desk, make_matter, new_matter
from firstdesk.obligations import selectors, services
from firstdesk.obligations.models import Clock
from firstdesk.regulations import services as regulations
from firstdesk.regulations.tests.factories import RULES

pytestmark = pytest.mark.django_db
THREE = "{from: 2004-01-01, amount: 3, unit: working_days, source: GC-13-05}"


@pytest.fixture
def desk() -> Desk:
    return make_desk(at=MONDAY)


@pytest.fixture
def clock(desk: Desk) -> Clock:
    """Begun under the rules of today: three working days."""
    matter = make_matter(desk, state=State.HANDLING)
    return Clock.objects.get(matter_id=matter.pk, code="handling")


@pytest.fixture
def new(clock: Clock, desk: Desk, tmp_path: Path) -> str:
    """A later version of the rules: ordinary civil disputes within five working days."""
    folder = tmp_path / "rules"
    shutil.copytree(RULES, folder)
    deadlines = folder / "governance" / "deadlines.yaml"
    text = deadlines.read_text(encoding="utf-8")
    assert THREE in text
    deadlines.write_text(text.replace(THREE, THREE.replace("amount: 3", "amount: 5")), encoding="utf-8")
    return regulations.load(texts_dir=folder, by=desk.by, at=desk.at).version


def _again(clock: Clock) -> Clock:
    return Clock.objects.get(pk=clock.pk)


def test_new_rules_leave_running_clocks_alone(clock: Clock, new: str, desk: Desk) -> None:
    assert _again(clock).due_at == clock.due_at
    assert open_matter(new_matter(desk), by=desk.by, at=desk.at).rulebook_version == new


def test_only_clocks_whose_moment_would_change_are_named(clock: Clock, new: str) -> None:
    affected = list(selectors.affected_by(clock.rulebook_version, new))
    assert [(each.clock.pk, each.rule_id) for each in affected] == [(clock.pk, clock.rule_id)]
    assert affected[0].due_at > clock.due_at


def test_adopting_times_the_clock_anew_and_says_so(clock: Clock, new: str, desk: Desk) -> None:
    due = next(selectors.affected_by(clock.rulebook_version, new)).due_at
    at = desk.later(hours=1)
    services.adopt_version(clock_ids=[clock.pk], version=new, by=desk.by, at=at, reason="县局通知")
    again = _again(clock)
    assert (again.due_at, again.rulebook_version, again.started_at) == (due, new, clock.started_at)
    entry = Entry.objects.get(chain=f"matter:{clock.matter_id}", verb="clock.adopted")
    assert (entry.reason, entry.subject_id) == ("县局通知", str(clock.pk))
    assert list(selectors.affected_by(clock.rulebook_version, new)) == []


def test_a_promise_that_is_no_longer_broken_warns_again(clock: Clock, new: str, desk: Desk) -> None:
    services.sweep(at=clock.due_at)
    services.adopt_version(clock_ids=[clock.pk], version=new, by=desk.by, at=clock.due_at, reason="县局通知")
    again = _again(clock)
    assert again.breached_at is None
    assert again.next_alarm_at is not None


def test_without_a_reason_nothing_changes(clock: Clock, new: str, desk: Desk) -> None:
    with pytest.raises(Refusal):
        services.adopt_version(clock_ids=[clock.pk], version=new, by=desk.by, at=desk.at, reason=" ")
    assert _again(clock).rulebook_version == clock.rulebook_version


def test_adopting_twice_or_something_stopped_changes_nothing(clock: Clock, new: str, desk: Desk) -> None:
    stopped = Clock.objects.get(matter_id=clock.matter_id, code="triage")
    ids = [clock.pk, stopped.pk]
    assert len(services.adopt_version(clock_ids=ids, version=new, by=desk.by, at=desk.at, reason="县局通知")) == 1
    assert services.adopt_version(clock_ids=ids, version=new, by=desk.by, at=desk.at, reason="县局通知") == []


def test_what_the_new_version_does_not_promise_stays(clock: Clock, new: str, desk: Desk) -> None:
    Clock.objects.filter(pk=clock.pk).update(code="item_limit", facts={})
    with patch("firstdesk.obligations.timing.picked", return_value=None):
        assert list(selectors.affected_by(clock.rulebook_version, new)) == []
        assert services.adopt_version(clock_ids=[clock.pk], version=new, by=desk.by, at=desk.at, reason="x") == []


def test_the_director_sees_what_would_change_and_applies_it(
    client: Client, clock: Clock, new: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firstdesk.common.clock.now", lambda: desk.later(hours=1))
    client.force_login(desk.centre.people["director"])
    page = client.get("/due/versions/", {"old": clock.rulebook_version}).content.decode()
    assert f'value="{clock.pk}"' in page

    sent = {"old": clock.rulebook_version, "clock": [clock.pk, "x", "²", "9" * 30], "reason": "县局通知"}
    assert client.post("/due/versions/adopt/", sent).status_code == 303
    assert _again(clock).rulebook_version == new


def test_with_htmx_the_list_comes_back_without_what_was_applied(
    client: Client, clock: Clock, new: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firstdesk.common.clock.now", lambda: desk.later(hours=1))
    client.force_login(desk.centre.people["director"])
    sent = {"old": clock.rulebook_version, "clock": [clock.pk], "reason": "县局通知"}
    html = client.post("/due/versions/adopt/", sent, headers={"HX-Request": "true"}).content.decode()
    assert html.strip().startswith('<div id="versions">')
    assert f'value="{clock.pk}"' not in html


def test_an_officer_may_not(client: Client, desk: Desk) -> None:
    client.force_login(desk.officer)
    assert client.get("/due/versions/").status_code == 403
