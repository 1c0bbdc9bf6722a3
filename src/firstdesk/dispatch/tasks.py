"""Jobs of referral."""

from procrastinate.contrib.django import app

from firstdesk.common.jobs import AGAIN
from firstdesk.dispatch import services
from firstdesk.matters.models import Matter


@app.task(name="dispatch.retire_referral", retry=AGAIN)
def retire_referral(*, subject_id: int | str, **_: object) -> None:
    """A matter ended by another way; what was asked of a unit ends with it."""
    services.retire(Matter.objects.get(pk=subject_id))
