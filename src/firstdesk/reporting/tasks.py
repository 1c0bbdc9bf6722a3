"""Jobs of reports."""

from procrastinate.contrib.django import app

from firstdesk.common import clock
from firstdesk.common.jobs import AGAIN
from firstdesk.reporting import services

ASK = "reporting.ask_for_major"


@app.periodic(cron="*/10 * * * *")
@app.task(name=ASK, queueing_lock=ASK, retry=AGAIN)
def ask_for_major(timestamp: int) -> None:
    """Schedule the reports that major matters require."""
    services.ask_for_major(at=clock.now())
