"""What the directory's pages ask of parts above it. `config` hands the answers in once, at start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from firstdesk.ledger.actors import Actor

Choices = Sequence[tuple[str, Sequence[tuple[str, str]]]]  # group → (code, name)


@dataclass(frozen=True)
class CharterClause:
    """A clause about the organisation itself, as its charter page shows it."""

    clause: str
    title: str
    text: str
    regulation: str


@dataclass(frozen=True)
class Demo:
    """The accounts of the demonstration, for the sign-in page: (what for, user name)."""

    password: str
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Left:
    """Work of one kind that a person still has in hand."""

    what: str
    count: int
    advice: str  # who gives it on, and how; "" where it is put back into the queue of the unit at a press


@dataclass(frozen=True)
class Leaving:
    """What a person (by key) who leaves still has in hand, and what ends with their account; the parts above know."""

    work: Callable[[int, datetime], Sequence[Left]] = lambda person, at: ()
    put_back: Callable[[int, str, Actor, datetime], int] = lambda person, reason, by, at: 0
    revoke: Callable[[int, Actor, datetime], int] = lambda person, by, at: 0  # private addresses of calendars


@dataclass(frozen=True)
class Ports:
    """Topics and charter clauses come from the rules in force; demo accounts from the demonstration."""

    topics: Callable[[datetime], Choices]
    topic_names: Callable[[datetime], Callable[[str], str]]
    charter: Callable[[str, datetime], Sequence[CharterClause]]  # by kind of centre
    demo: Callable[[], Demo]
    leaving: Leaving = Leaving()


_NOTHING = Ports(
    topics=lambda at: (), topic_names=lambda at: str, charter=lambda kind, at: (), demo=lambda: Demo("", ())
)
_installed = [_NOTHING]


def install(ports: Ports = _NOTHING) -> None:
    """Replace the answers; without argument, none are given."""
    _installed[0] = ports


def get() -> Ports:
    """The answers as installed."""
    return _installed[0]
