import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError
from django.utils.module_loading import import_string

from firstdesk.config.cli import tick

START = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)


class Time:
    """A clock that goes on by a second each time it is asked, and rings the end."""

    def __init__(self, stop: threading.Event, rounds: int) -> None:
        self.at, self.stop, self.left = START, stop, rounds

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        self.left -= 1
        if self.left <= 0:
            self.stop.set()
        return self.at


@pytest.fixture
def stop() -> threading.Event:
    event = threading.Event()
    event.wait = lambda timeout=None: event.is_set()  # type: ignore[method-assign]
    return event


def test_each_task_at_its_own_pace(stop: threading.Event) -> None:
    seconds: list[datetime] = []
    minutes: list[datetime] = []
    tasks = [
        tick.Task("sweep", 1, lambda *, at: seconds.append(at)),
        tick.Task("anchor", 60, lambda *, at: minutes.append(at)),
    ]
    tick.run(tasks, stop, Time(stop, 240))
    assert len(seconds) >= 100
    assert 2 <= len(minutes) <= 5


@pytest.mark.parametrize("error", [OperationalError("the server went away"), ValueError("a bug")])
def test_it_outlives_trouble(stop: threading.Event, error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    done: list[datetime] = []

    def work(*, at: datetime) -> None:
        done.append(at)
        if len(done) < 3:
            raise error

    tick.run([tick.Task("sweep", 1, work)], stop, Time(stop, 30))
    assert len(done) > 3
    assert str(error) in caplog.text


def test_it_runs_beside_and_ends_with_what_it_runs_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds, ended = threading.Event(), threading.Event()

    def run(tasks: list[tick.Task], stop: threading.Event) -> None:
        assert [task.name for task in tasks] == list(tick.TASKS)
        rounds.set()
        stop.wait(30)
        ended.set()

    monkeypatch.setattr(tick, "run", run)
    told = threading.Event()
    with tick.ticking(told):
        assert rounds.wait(30) and not ended.is_set()
        told.set()
    assert ended.is_set()


@pytest.mark.django_db
def test_every_task_runs_on_an_empty_installation() -> None:
    for name in tick.TASKS:
        if "anchor" not in name:  # signs with the key of the data directory
            import_string(name)(at=START)
