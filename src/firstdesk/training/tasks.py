"""Jobs of training: each makes one call."""

from procrastinate.contrib.django import app

from firstdesk.common import clock
from firstdesk.common.jobs import AGAIN
from firstdesk.training import services

WARN = "training.warn"


@app.periodic(cron="15 7 * * *")
@app.task(name=WARN, queueing_lock=WARN, retry=AGAIN)
def warn(timestamp: int) -> None:
    """Warn of expiring certificates."""
    services.warn(at=clock.now())
