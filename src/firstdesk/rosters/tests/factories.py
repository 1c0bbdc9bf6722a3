"""Shifts to test with."""

from datetime import datetime, timedelta

from firstdesk.directory.models import Post, User
from firstdesk.directory.tests.factories import SETUP
from firstdesk.rosters import services
from firstdesk.rosters.models import Shift


def make_shift(post: Post, person: User, starts_at: datetime, hours: int = 8) -> Shift:
    """A planned shift; the person must hold the post."""
    plan = services.ShiftPlan(post=post, person=person, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours))
    return services.plan_shift(plan=plan, by=SETUP, at=starts_at)
