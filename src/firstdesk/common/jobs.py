"""Background jobs that commit together with the data that causes them."""

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

# A job the database went away under: after 2, 4, 8 s … half an hour in all. What else fails, fails again.
AGAIN = RetryStrategy(
    max_attempts=10, exponential_wait=2, retry_exceptions=(OperationalError, InterfaceError, ConnectorException)
)


def defer(name: str, **ids: int | str) -> int:
    """Insert job `name` (e.g. ``intake.run_import``) in the present transaction; returns the job's id."""
    return app.configure_task(name, allow_unknown=False).defer(**ids)
