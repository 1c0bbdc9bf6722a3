import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import cast

from procrastinate import JobContext

from firstdesk.config.tasks import take_up_stalled


class Manager:
    """Two jobs lost their worker."""

    def __init__(self) -> None:
        self.retried: list[int] = []

    async def get_stalled_jobs(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(id=number, task_name="intake.run_import") for number in (7, 8)]

    async def retry_job(self, job: SimpleNamespace) -> None:
        self.retried.append(job.id)


def test_a_job_whose_worker_died_is_taken_up_again() -> None:
    manager = Manager()
    context = SimpleNamespace(app=SimpleNamespace(job_manager=manager))
    with ThreadPoolExecutor(1) as aside:  # a browser's event loop may be at work in the thread of the tests
        aside.submit(asyncio.run, take_up_stalled.func(cast(JobContext, context), timestamp=0)).result()
    assert manager.retried == [7, 8]
