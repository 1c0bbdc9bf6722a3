"""The ticker: what time itself brings about: promises that come due, the minute's anchor of the ledger.

A thread of the worker process: neither has much to do, and a process of its own costs twenty megabytes.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast

from django.db import DatabaseError, InterfaceError, connection
from django.utils.module_loading import import_string

from firstdesk.common import clock

logger = logging.getLogger("firstdesk.tick")
HEARTBEAT_SECONDS = 60
HOUR = 60 * 60  # also at every start
DAY = 24 * HOUR  # so too
GRACE_SECONDS = 8  # for the round under way
LONGEST_PAUSE = 30  # seconds between two tries while the database is away


class Work(Protocol):
    def __call__(self, *, at: datetime) -> object: ...


@dataclass
class Task:
    """A service that is called every so many seconds with the time."""

    name: str
    every: int
    call: Work
    due: float = 0.0


TASKS: dict[str, int] = {
    "firstdesk.obligations.services.sweep.sweep": 1,
    "firstdesk.obligations.services.duties.keep_duties": 60,
    "firstdesk.ledger.anchors.anchor": 60,
    "firstdesk.notices.services.sending.hand_over": 5,
    "firstdesk.notices.services.sending.recover": 30,
    "firstdesk.notices.services.digests.gather": 60,
    "firstdesk.notices.services.retention.erase_addresses": DAY,
    "firstdesk.notices.services.retention.erase_words": DAY,
    "firstdesk.teamwork.services.presence.sweep": 600,
    "firstdesk.matters.services.retention.erase_expired": DAY,
    "firstdesk.oversight.services.resting.resume_due": 60,
    "firstdesk.obligations.services.recount.recount_provisional": DAY,
    "firstdesk.intake.services.retention.erase_expired": DAY,
    "firstdesk.matters.services.attachments.erase_expired": DAY,
    "firstdesk.files.services.sweep": HOUR,
    "firstdesk.mediation.services.certificates.warn_of_certificates": DAY,
    "firstdesk.checks.services.late.tell_late": 600,
    "firstdesk.checks.services.retention.erase_opinions": DAY,
    "firstdesk.meetings.services.reminding.remind": 600,
    "firstdesk.meetings.services.retention.erase_guests": DAY,
    "firstdesk.mediation.services.after.break_overdue": 60,
    "firstdesk.mediation.services.after.remind_due": 600,
    "firstdesk.common.secrecy.rotation.tend": DAY,
}


@contextlib.contextmanager
def ticking(told: threading.Event) -> Iterator[None]:
    """The ticker runs inside, beside whatever else this process does. A round under way is finished first where the process
    was told to end; where something broke, nothing is waited for."""
    stop = threading.Event()
    tasks = [Task(name, every, cast(Work, import_string(name))) for name, every in TASKS.items()]
    thread = threading.Thread(target=run, args=[tasks, stop], name="tick", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        if told.is_set():
            thread.join(GRACE_SECONDS)


def run(tasks: list[Task], stop: threading.Event, now: Callable[[], datetime] = clock.now) -> None:
    """Call each task when it is due, until `stop`; a failure is logged, and tried again after a growing pause."""
    pause = 1.0
    heartbeat = _Heartbeat()
    while not stop.is_set():
        at = now()
        try:
            for task in tasks:
                if at.timestamp() >= task.due:
                    task.call(at=at)
                    task.due = at.timestamp() + task.every
            pause = 1.0
            heartbeat.beat(at)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("the database is away, next try in %.0f s: %s", pause, str(error).strip())
            connection.close()
            pause = min(pause * 2, LONGEST_PAUSE)
        except Exception:
            logger.exception("a sweep failed, next try in %.0f s", pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        stop.wait(pause if pause > 1 else 1 - (now() - at).total_seconds() % 1)


class _Heartbeat:
    def __init__(self) -> None:
        self.rounds = 0
        self.next = 0.0

    def beat(self, at: datetime) -> None:
        self.rounds += 1
        if at.timestamp() >= self.next:
            logger.info("alive, %d rounds", self.rounds)
            self.next = at.timestamp() + HEARTBEAT_SECONDS
