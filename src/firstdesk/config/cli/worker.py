"""`firstdesk worker`: does the jobs that the pages and the sweep have put off."""

import django
from django.apps import apps

SUMMARY = ("处理后台任务（由 up 启动）", "do the background jobs (started by up)")
CONCURRENCY = 4
POLL_SECONDS = 0.5  # asked for, not listened for: LISTEN would not survive a connection pooler


def main(arguments: list[str]) -> int:
    """Runs until it is told to stop; a job under way is finished first."""
    django.setup()
    app = apps.get_app_config("procrastinate").app  # type: ignore[attr-defined]
    app.with_connector(app.connector.get_worker_connector()).run_worker(
        name="firstdesk",
        concurrency=CONCURRENCY,
        listen_notify=False,
        fetch_job_polling_interval=POLL_SECONDS,
        shutdown_graceful_timeout=10,
    )
    return 0
