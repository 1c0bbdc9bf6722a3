import asyncio
from types import SimpleNamespace
from typing import cast

from procrastinate import JobContext
from procrastinate.contrib.django import app

from firstdesk.common.jobs import AGAIN
from firstdesk.config.tasks import TAKE_UP, take_up_stalled


class Manager:
    """Two jobs lost their worker, and so did the one that looks for such jobs."""

    def __init__(self) -> None:
        self.retried: list[int] = []
        self.ended: list[int] = []

    async def get_stalled_jobs(self, seconds_since_heartbeat: float) -> list[SimpleNamespace]:
        jobs = [(7, "intake.run_import"), (8, "notices.deliver"), (5, TAKE_UP), (9, TAKE_UP)]
        return [SimpleNamespace(id=number, task_name=name) for number, name in jobs]

    async def retry_job(self, job: SimpleNamespace) -> None:
        self.retried.append(job.id)

    async def finish_job(self, job: SimpleNamespace, **_: object) -> None:
        self.ended.append(job.id)


def test_a_job_whose_worker_died_is_taken_up_again() -> None:
    manager = Manager()
    context = SimpleNamespace(app=SimpleNamespace(job_manager=manager), job=SimpleNamespace(id=9))
    asyncio.run(take_up_stalled.func(cast(JobContext, context), timestamp=0))
    assert manager.retried == [7, 8]
    assert manager.ended == [5]


def test_every_job_is_tried_again_when_the_database_went_away_under_it() -> None:
    app.perform_import_paths()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith(("builtin", "procrastinate."))}
    assert len(ours) > 4
    assert [name for name, task in ours.items() if task.retry_strategy is not AGAIN] == []
