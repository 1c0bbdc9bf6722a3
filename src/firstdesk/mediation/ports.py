"""What parts above hold of the rooms and people mediation books: meetings say when they need them. `config` installs."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """A span of time somebody or a room is taken for something else."""

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
    """Replace the answer; without arguments nothing above takes a room or a person."""
    _installed[0] = holds


def holds(rooms: Collection[int], people: Collection[int], begins: datetime, ends: datetime) -> Sequence[Hold]:
    """What else takes one of these rooms, or one of these people, in this time."""
    return _installed[0](rooms, people, begins, ends)
