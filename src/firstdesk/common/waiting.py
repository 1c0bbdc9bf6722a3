"""One task on a person's day, whatever part of the product it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True)
class Waiting:
    """One task and its day."""

    what: str | Promise
    title: str
    url: str
    due_on: date | None = None
    is_late: bool = False


def soonest(tasks: Iterable[Waiting], shown: int) -> list[Waiting]:
    """The first to fall due; what has no day comes last."""
    return sorted(tasks, key=lambda each: (each.due_on is None, each.due_on or date.max))[:shown]
