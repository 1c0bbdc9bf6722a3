"""A promise that reaches into a year without holidays yet is settled when they are announced."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from firstdesk.ledger.models import Entry
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import SHANGHAI, Desk, make_desk, make_matter
from firstdesk.obligations import services
from firstdesk.obligations.models import Clock
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.model import Text
from firstdesk.rulebook.workdays import Calendar, official

pytestmark = pytest.mark.django_db
LAST = official().last_year
EVE = datetime(LAST, 12, 31, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def desk() -> Desk:
    return make_desk(at=EVE)


@pytest.fixture
def clock(desk: Desk) -> Clock:
    """Three working days from the last day that is known."""
    matter = make_matter(desk, state=State.HANDLING)
    found = Clock.objects.get(matter_id=matter.pk, code="handling")
    assert found.is_provisional
    return found


def _announce(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """The year after is published: its first eight days are a holiday."""
    book = regulations.version(clock.rulebook_version)
    rest = {**official().rest, **{date(LAST + 1, 1, day): Text("元旦", "New Year") for day in range(1, 9)}}
    calendar = Calendar(published=replace(official(), rest=rest, last_year=LAST + 1))
    monkeypatch.setattr(regulations, "version", lambda _hash: replace(book, calendar=calendar))


def test_nothing_changes_before_the_announcement(desk: Desk, clock: Clock) -> None:
    assert services.recount_provisional(at=desk.at) == 0
    assert not Entry.objects.filter(verb="clock.recounted").exists()


def test_counted_again_once_and_recorded(desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    _announce(monkeypatch, clock)
    assert services.recount_provisional(at=desk.at) >= 1
    again = Clock.objects.get(pk=clock.pk)
    assert not again.is_provisional
    assert again.due_at > clock.due_at
    assert again.next_alarm_at is not None and again.next_alarm_at > clock.next_alarm_at
    entry = Entry.objects.get(chain=f"matter:{clock.matter_id}", verb="clock.recounted", subject_id=str(clock.pk))
    assert entry.actor_name == "clock"
    assert datetime.fromisoformat(str(entry.before["due"])) == clock.due_at
    assert datetime.fromisoformat(str(entry.after["due"])) == again.due_at
    assert services.recount_provisional(at=desk.at) == 0


def test_what_was_called_late_by_the_guess_warns_again(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.sweep(at=clock.due_at)
    _announce(monkeypatch, clock)
    services.recount_provisional(at=clock.due_at)
    again = Clock.objects.get(pk=clock.pk)
    assert again.breached_at is None and again.next_alarm_at is not None
