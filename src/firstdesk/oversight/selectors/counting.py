"""In what a promise is extended: counted as the promise itself is."""

from firstdesk.obligations.models import Clock
from firstdesk.rulebook.model import CLOCK_UNITS


def unit_of(clock: Clock) -> str:
    """Hours for a promise in time, working or calendar days for one in days."""
    counted = str(clock.verdict["unit"])
    if counted in CLOCK_UNITS:
        return "hours"
    return "working_days" if counted == "working_days" else "calendar_days"
