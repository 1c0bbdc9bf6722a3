"""`firstdesk worker`: does the jobs that the pages and the sweep have put off."""

import os
import threading
import time

import django
from django.apps import apps

SUMMARY = ("处理后台任务（由 up 启动）", "do the background jobs (started by up)")
CONCURRENCY = 4
POLL_SECONDS = 0.5  # asked for, not listened for: LISTEN would not survive a connection pooler
GRACE_SECONDS = 8  # for the job under way


def main(arguments: list[str]) -> int:
    """Runs until it is told to stop; a job under way is finished first."""
    threading.Thread(target=_leave_when_orphaned, args=[os.getppid()], daemon=True).start()
    django.setup()
    app = apps.get_app_config("procrastinate").app  # type: ignore[attr-defined]
    app.with_connector(app.connector.get_worker_connector()).run_worker(
        name="firstdesk",
        concurrency=CONCURRENCY,
        listen_notify=False,
        fetch_job_polling_interval=POLL_SECONDS,
        shutdown_graceful_timeout=GRACE_SECONDS,
        delete_jobs="successful",  # the ledger remembers what was done; the table keeps what failed
    )
    return 0


def _leave_when_orphaned(parent: int) -> None:
    """When the supervisor was killed the database is gone too, and the library would wait for it for minutes."""
    while os.getppid() == parent:
        time.sleep(1)
    time.sleep(GRACE_SECONDS)
    os._exit(1)
