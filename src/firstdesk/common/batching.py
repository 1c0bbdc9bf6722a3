"""Work requested by many threads at once, done for all of them together."""

from collections.abc import Callable, Sequence
from threading import Condition, Event, Lock
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class _Job(Generic[Asked, Answer]):
    """One item and the thread waiting for its answer."""

    def __init__(self, item: Asked) -> None:
        self.item = item
        self.called = Event()  # its answer is there, or it is its turn to work for those waiting
        self.outcome: Answer | BaseException | None = None


class Together(Generic[Asked, Answer]):
    """While one thread works, the others' items gather; the next works on all of them at once.

    An item that comes alone is worked on at once. Where several were answered together, their like is soon back: whoever
    works next waits until as many have gathered, `patience` at most. `work` answers each item with its result or the
    exception to be raised for it, in the order given.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Asked]], Sequence[Answer | BaseException]],
        *,
        limit: int = 64,
        patience: float = 0.0,  # seconds
    ) -> None:
        self._work = work
        self._limit = limit
        self._patience = patience
        self._lock = Lock()
        self._more = Condition(self._lock)
        self._waiting: list[_Job[Asked, Answer]] = []
        self._is_busy = False
        self._expected = 1  # as many as were answered the last time

    def ask(self, item: Asked) -> Answer:
        """The answer for one item, after it was worked on alone or in company."""
        job: _Job[Asked, Answer] = _Job(item)
        with self._lock:
            self._waiting.append(job)
            waits, self._is_busy = self._is_busy, True
            if waits and len(self._waiting) == self._expected:
                self._more.notify()
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
            self._more.wait_for(lambda: len(self._waiting) >= self._expected, self._patience)
            jobs, self._waiting = self._waiting[: self._limit], self._waiting[self._limit :]
            self._expected = len(jobs)
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
