"""What keeps the jobs themselves going."""

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app

logger = logging.getLogger("firstdesk.worker")


@app.periodic(cron="* * * * *")
@app.task(name="config.take_up_stalled", queueing_lock="config.take_up_stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """A job whose worker was killed under it is done again by the next: every job can be done twice without harm."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        logger.warning("job %s (%s) lost its worker and is taken up again", job.id, job.task_name)
        await manager.retry_job(job)
