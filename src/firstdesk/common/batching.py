"""Work that many threads ask for at the same time, done for all of them at once."""

from collections.abc import Callable, Sequence
from threading import Event, Lock
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class _Job(Generic[Asked, Answer]):
    """One item, and whoever waits for its answer."""

    def __init__(self, item: Asked) -> None:
        self.item = item
        self.called = Event()  # its answer is there, or it is its turn to work for those waiting
        self.outcome: Answer | BaseException | None = None


class Together(Generic[Asked, Answer]):
    """While one thread works, the others' items gather; the next works on all of them at once.

    Nobody waits for company: an item that comes alone is worked on at once. `work` answers each item with its result
    or the exception to be raised for it, in the order given.
    """

    def __init__(self, work: Callable[[Sequence[Asked]], Sequence[Answer | BaseException]], *, limit: int = 64) -> None:
        self._work = work
        self._limit = limit
        self._lock = Lock()
        self._waiting: list[_Job[Asked, Answer]] = []
        self._is_busy = False

    def ask(self, item: Asked) -> Answer:
        """The answer for one item, after it was worked on alone or in company."""
        job: _Job[Asked, Answer] = _Job(item)
        with self._lock:
            self._waiting.append(job)
            waits, self._is_busy = self._is_busy, True
        if waits:
            job.called.wait()
        if job.outcome is None:
            self._lead()
        if isinstance(job.outcome, BaseException):
            raise job.outcome
        assert job.outcome is not None  # whoever leads has its own item first in line
        return job.outcome

    def _lead(self) -> None:
        with self._lock:
            jobs, self._waiting = self._waiting[: self._limit], self._waiting[self._limit :]
        try:
            outcomes = self._work([job.item for job in jobs])
        except BaseException as error:
            outcomes = [error] * len(jobs)
        for job, outcome in zip(jobs, outcomes, strict=True):
            job.outcome = outcome
        with self._lock:
            self._is_busy = bool(self._waiting)
            following = self._waiting[:1]
        for job in (*jobs, *following):
            job.called.set()
