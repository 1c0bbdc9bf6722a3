"""Background jobs that commit with the data that asks for them."""

from procrastinate.contrib.django import app


def defer(name: str, **ids: int | str) -> int:
    """Insert job `name` (e.g. ``intake.run_import``) in the present transaction; returns the job's id."""
    return app.configure_task(name, allow_unknown=False).defer(**ids)
