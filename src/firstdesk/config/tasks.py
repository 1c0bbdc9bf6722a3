"""What keeps the jobs themselves going."""

import logging

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from firstdesk.common import clock
from firstdesk.common.jobs import AGAIN
from firstdesk.common.secrecy import rotation
from firstdesk.config import keys
from firstdesk.config.cli.worker import SILENT_SECONDS

logger = logging.getLogger("firstdesk.worker")
TAKE_UP = "config.take_up_stalled"
SOON = RetryStrategy(max_attempts=10, wait=5, retry_exceptions=AGAIN.retry_exceptions)  # every other job waits for it


@app.task(name=keys.JOB, retry=AGAIN)
def renew_secrets() -> None:
    """Everything confidential is written anew under the newest key."""
    rotation.tend(at=clock.now())


@app.periodic(cron="* * * * * */15")
@app.task(name=TAKE_UP, queueing_lock=TAKE_UP, pass_context=True, retry=SOON)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """A job whose worker was killed under it is done again by the next: every job can be done twice without harm.

    Where another of its kind waits already, and only one may wait, that one does the work.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        if job.id == context.job.id:
            continue
        if job.task_name == TAKE_UP:  # an earlier one that was killed: this one does its work
            await manager.finish_job(job, status=Status.FAILED, delete_job=True)
            continue
        logger.warning("job %s (%s) lost its worker and is taken up again", job.id, job.task_name)
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, status=Status.FAILED, delete_job=True)
