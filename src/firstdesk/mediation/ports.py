"""Higher contexts report when they use rooms and people that mediation books; `config` installs the function."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """A span of time for which a room or a person is taken by another context."""

    begins: datetime
    ends: datetime
    what: str  # what may be said of it to anybody who books
    room_id: int | None = None
    people: frozenset[int] = frozenset()


Holds = Callable[[Collection[int], Collection[int], datetime, datetime], Sequence[Hold]]


def _none(rooms: Collection[int], people: Collection[int], begins: datetime, ends: datetime) -> Sequence[Hold]:
    return ()


_installed: list[Holds] = [_none]


def install(holds: Holds = _none) -> None:
    """Set the function that answers `holds`; without arguments, nothing is ever taken."""
    _installed[0] = holds


def holds(rooms: Collection[int], people: Collection[int], begins: datetime, ends: datetime) -> Sequence[Hold]:
    """Bookings by other contexts of any of these rooms or people (user ids) in this time."""
    return _installed[0](rooms, people, begins, ends)
