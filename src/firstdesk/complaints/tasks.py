"""Jobs of complaints."""

from procrastinate.contrib.django import app

from firstdesk.common import clock
from firstdesk.common.jobs import AGAIN
from firstdesk.complaints import services
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter


@app.task(name="complaints.compute", retry=AGAIN)
def compute(*, subject_id: int | str, **_: object) -> None:
    """A matter was answered; where it is a complaint answered late, what that costs is counted."""
    matter = Matter.objects.select_related("centre").get(pk=subject_id)
    services.compute(matter, by=Actor.system("clock"), at=clock.now())
