"""Jobs of assessment: each makes one call."""

from procrastinate.contrib.django import app

from firstdesk.assessment import services
from firstdesk.common import clock
from firstdesk.common.jobs import AGAIN

END = "assessment.end_due"


@app.periodic(cron="25 0 * * *")
@app.task(name=END, queueing_lock=END, retry=AGAIN)
def end_due(timestamp: int) -> None:
    """Make final what nobody appealed against in time."""
    services.end_due(at=clock.now())
