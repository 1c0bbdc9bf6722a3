import asyncio
from types import SimpleNamespace
from typing import cast

import pytest
from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app

from firstdesk.common.jobs import AGAIN
from firstdesk.config.tasks import SOON, TAKE_UP, take_up_stalled

LEFT = """
    INSERT INTO procrastinate_jobs (queue_name, args, task_name, queueing_lock, status) VALUES
    ('default', '{}', 'test.once', 'test.once', 'doing'), ('default', '{}', 'test.any', NULL, 'doing'),
    ('default', '{}', %(take_up)s, %(take_up)s, 'doing'), ('default', '{}', 'test.once', 'test.once', 'todo')
"""
FOUND = """
    SELECT task_name, status FROM procrastinate_jobs
    WHERE task_name IN ('test.once', 'test.any', %(take_up)s) ORDER BY id
"""


@pytest.mark.django_db(transaction=True)
def test_what_lost_its_worker_is_taken_up_again_or_done_by_the_one_that_waits() -> None:
    with connection.cursor() as cursor:
        cursor.execute(LEFT, {"take_up": TAKE_UP})
    asyncio.run(_take_up())
    with connection.cursor() as cursor:
        cursor.execute(FOUND, {"take_up": TAKE_UP})
        assert cursor.fetchall() == [("test.any", "todo"), ("test.once", "todo")]


async def _take_up() -> None:
    working = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with working.open_async():
        context = SimpleNamespace(app=working, job=SimpleNamespace(id=0))
        await take_up_stalled.func(cast(JobContext, context), timestamp=0)


def test_every_job_is_tried_again_when_the_database_went_away_under_it() -> None:
    app.perform_import_paths()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith(("builtin", "procrastinate."))}
    assert len(ours) > 4
    assert [name for name, task in ours.items() if task.retry_strategy not in (AGAIN, SOON)] == []
