"""What the shift table asks of parts above: who is not ready yet to stand at a post. `config` hands the answer in."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it is installed before there are models
    from firstdesk.directory.models import Post, User


@dataclass(frozen=True)
class Lack:
    """Why somebody may not stand at a post yet, with the clauses that say so."""

    message: str
    clauses: tuple[str, ...] = ()


Readiness = Callable[["Post", Collection["User"], datetime], Mapping[int, Lack]]  # by the person's key


def _ready(post: "Post", people: Collection["User"], at: datetime) -> Mapping[int, Lack]:
    return {}


_installed: list[Readiness] = [_ready]


def install(readiness: Readiness = _ready) -> None:
    """Replace the answer; without arguments everybody is ready."""
    _installed[0] = readiness


def lacks(post: "Post", people: Collection["User"], at: datetime) -> Mapping[int, Lack]:
    """Of these people those who may not stand at the post from this moment on."""
    return _installed[0](post, people, at)
