"""Jobs of oversight."""

from procrastinate.contrib.django import app

from firstdesk.common import clock
from firstdesk.common.jobs import AGAIN
from firstdesk.matters.models import Matter
from firstdesk.oversight import services


@app.task(name="oversight.lapse_applications", retry=AGAIN)
def lapse_applications(*, subject_id: int | str, **_: object) -> None:
    """A matter has ended; what still waits for a decision needs none."""
    services.lapse(Matter.objects.get(pk=subject_id), at=clock.now())
