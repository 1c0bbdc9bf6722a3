"""Jobs of assessment: each makes one call."""

from procrastinate.contrib.django import app

from firstdesk.assessment import services
from firstdesk.common import clock
from firstdesk.common.jobs import AGAIN

END, END_FINDINGS = "assessment.end_due", "assessment.end_findings"


@app.periodic(cron="25 0 * * *")
@app.task(name=END, queueing_lock=END, retry=AGAIN)
def end_due(timestamp: int) -> None:
    """Make sheets final that were not appealed in time."""
    services.end_due(at=clock.now())


@app.periodic(cron="30 0 * * *")
@app.task(name=END_FINDINGS, queueing_lock=END_FINDINGS, retry=AGAIN)
def end_findings(timestamp: int) -> None:
    """Make findings final that were not appealed in time."""
    services.end_findings(at=clock.now())
