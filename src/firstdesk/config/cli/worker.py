"""`firstdesk worker`: does the jobs that the pages have put off, and what time itself brings about."""

import asyncio
import logging
import os
import signal
import threading
import time
from typing import Any

import django
from django.apps import apps
from procrastinate import App

from firstdesk.config.cli import tick
from firstdesk.config.cli.children import ANEW

SUMMARY = ("处理后台任务与到期事项（由 up 启动）", "do the background jobs and what falls due (started by up)")
CONCURRENCY = 4
POLL_SECONDS = 0.5  # asked for, not listened for: LISTEN would not survive a connection pooler
GRACE_SECONDS = 8  # for the job under way
HEARTBEAT_SECONDS = 3.0
SILENT_SECONDS = 15.0  # a worker that says nothing for so long is dead, and its jobs are another's
SHORT_PAUSE, LONG_PAUSE = 0.5, 5.0  # seconds before it begins anew; the long one where it did not live longer itself

logger = logging.getLogger("firstdesk.worker")


def main(arguments: list[str]) -> int:
    """Runs until it is told to stop, a job under way being finished first, or until something about it breaks: then it asks
    to be started anew, so that nothing of it is left, no connection above all."""
    threading.Thread(target=_leave_when_orphaned, args=[os.getppid()], daemon=True).start()
    django.setup()
    app, told = apps.get_app_config("procrastinate").app, threading.Event()  # type: ignore[attr-defined]
    started = time.monotonic()
    try:
        with tick.ticking(told):
            asyncio.run(_work(app.with_connector(app.connector.get_worker_connector()), told))
    except Exception as error:
        logger.warning("the worker broke: %s", str(error).strip() or type(error).__name__)
    if told.is_set():
        return 0
    pause = SHORT_PAUSE if time.monotonic() - started > LONG_PAUSE else LONG_PAUSE
    logger.warning("the worker begins anew in %.1f s", pause)
    time.sleep(pause)
    return ANEW


async def _work(app: App, told: threading.Event) -> None:
    """One worker under one name in the list of workers, until told to stop or until something about it breaks.

    What became of a job could perhaps not be written down, the database being away: then the job is still `doing`, and
    as long as this worker lives nobody would take it up. So the worker ends, and begins anew under another name.
    """
    loop, work = asyncio.get_running_loop(), asyncio.create_task(_run(app))

    def stop() -> None:
        told.set()
        work.cancel()

    def broken(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        logger.warning("something about a job broke: %s", context.get("exception") or context.get("message"))
        work.cancel()

    loop.set_exception_handler(broken)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        await work
    except asyncio.CancelledError:
        pass


async def _run(app: App) -> None:
    async with app.open_async():
        await app.run_worker_async(
            name="firstdesk",
            concurrency=CONCURRENCY,
            listen_notify=False,
            fetch_job_polling_interval=POLL_SECONDS,
            shutdown_graceful_timeout=GRACE_SECONDS,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=SILENT_SECONDS,
            install_signal_handlers=False,
            delete_jobs="successful",  # the ledger remembers what was done; the table keeps what failed
        )


def _leave_when_orphaned(parent: int) -> None:
    """When the supervisor was killed the database is gone too, and the library would wait for it for minutes."""
    while os.getppid() == parent:
        time.sleep(1)
    time.sleep(GRACE_SECONDS)
    os._exit(1)
