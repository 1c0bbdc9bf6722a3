"""The one place that reads the clock. Only edges (views, tasks, commands) call it; the domain gets `at=`."""

from datetime import datetime

from django.utils import timezone

now = timezone.now  # noqa: TID251 the place the ban points to


def local(at: datetime) -> datetime:
    """The moment as it reads on the wall of the centre (Asia/Shanghai)."""
    return timezone.localtime(at)
