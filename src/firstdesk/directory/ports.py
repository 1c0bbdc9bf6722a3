"""What the directory's pages ask of parts above it. `config` hands the answers in once, at start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

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
class Ports:
    """Topics and charter clauses come from the rules in force; demo accounts from the demonstration."""

    topics: Callable[[datetime], Choices]
    topic_name: Callable[[str, datetime], str]
    charter: Callable[[str, datetime], Sequence[CharterClause]]  # by kind of centre
    demo: Callable[[], Demo]


_NOTHING = Ports(
    topics=lambda at: (), topic_name=lambda code, at: code, charter=lambda kind, at: (), demo=lambda: Demo("", ())
)
_installed = [_NOTHING]


def install(ports: Ports = _NOTHING) -> None:
    """Replace the answers; without argument, none are given."""
    _installed[0] = ports


def get() -> Ports:
    """The answers as installed."""
    return _installed[0]
