"""Jobs of the messages: each takes ids and makes one call."""

from procrastinate.contrib.django import app

from firstdesk.common import clock
from firstdesk.common.jobs import AGAIN
from firstdesk.notices.services import outbox, sending


@app.task(name=outbox.JOB, retry=AGAIN)
def deliver(delivery_id: int, **_extra: object) -> None:
    """Send one message."""
    sending.deliver(delivery_id, at=clock.now())
