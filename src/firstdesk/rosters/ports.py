"""What the shift table asks of parts above: who is not ready to stand a shift. `config` hands the answer in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it is installed before there are models
    from firstdesk.directory.models import Post, User


@dataclass(frozen=True)
class Stand:
    """Somebody is to stand at a post from a moment on."""

    post: "Post"
    person: "User"
    starts_at: datetime


@dataclass(frozen=True)
class Lack:
    """Why somebody may not stand at a post yet, with the clauses that say so."""

    message: str
    clauses: tuple[str, ...] = ()


Readiness = Callable[[Sequence[Stand]], list[Lack | None]]


def _ready(stands: Sequence[Stand]) -> list[Lack | None]:
    return [None] * len(stands)


_installed: list[Readiness] = [_ready]


def install(readiness: Readiness = _ready) -> None:
    """Replace the answer; without arguments everybody is ready."""
    _installed[0] = readiness


def lacks(stands: Sequence[Stand]) -> list[Lack | None]:
    """For each of these, in their order, what is lacking."""
    return _installed[0](stands)
