"""Jobs of the door: each takes ids and makes one call."""

from procrastinate.contrib.django import app

from firstdesk.common import clock
from firstdesk.common.jobs import AGAIN
from firstdesk.intake.services.imports import running


@app.task(name=running.TASK, retry=AGAIN)
def run_import(run_id: int, **_extra: object) -> None:
    """Do what is left of an import."""
    running.run_import(run_id, at=clock.now())
