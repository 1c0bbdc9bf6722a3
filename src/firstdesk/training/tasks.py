"""Jobs of training: each makes one call."""

from procrastinate.contrib.django import app

from firstdesk.common import clock
from firstdesk.common.jobs import AGAIN
from firstdesk.training import services

WARN, PLANS = "training.warn", "training.prove_early"


@app.periodic(cron="15 7 * * *")
@app.task(name=WARN, queueing_lock=WARN, retry=AGAIN)
def warn(timestamp: int) -> None:
    """Warn of expiring certificates."""
    services.warn(at=clock.now())


@app.periodic(cron="45 6 * * *")
@app.task(name=PLANS, queueing_lock=PLANS, retry=AGAIN)
def prove_early(timestamp: int) -> None:
    """Let plans approved early prove the duty of their year, once it is raised."""
    services.prove_early(at=clock.now())
