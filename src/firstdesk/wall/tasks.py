"""Jobs of the wall."""

from procrastinate.contrib.django import app

from firstdesk.common import clock
from firstdesk.common.jobs import AGAIN
from firstdesk.wall.services import figures

REFRESH = "wall.refresh"


@app.periodic(cron="*/3 * * * *")
@app.task(name=REFRESH, queueing_lock=REFRESH, lock=REFRESH, retry=AGAIN)
def refresh(timestamp: int = 0) -> None:
    """Recount the figures; runs every few minutes."""
    figures.refresh(at=clock.now())
