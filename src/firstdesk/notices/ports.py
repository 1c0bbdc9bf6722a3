"""What the pages of messages ask of parts above: the values of a real matter, for a preview, and which matters a person may
know of. `config` hands it in."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it is installed before there are models
    from firstdesk.directory.scope import Acting


@dataclass(frozen=True)
class Sample:
    """A matter to try a wording on: its number and the values of all places."""

    number: str
    values: Mapping[str, str]
    values_en: Mapping[str, str]


Samples = Callable[[str, "Acting", datetime], Sample | None]  # number, or "" for the newest; None where none is seen


def _nothing(number: str, acting: "Acting", at: datetime) -> Sample | None:
    return None


Readable = Callable[["Acting", Collection[int]], Collection[int]]  # of these matters, those the person may read


def _all(acting: "Acting", matter_ids: Collection[int]) -> Collection[int]:
    return matter_ids


_installed: list[Samples] = [_nothing]
_readable: list[Readable] = [_all]


def install(samples: Samples = _nothing, readable: Readable = _all) -> None:
    """Replace the answers; without arguments, no sample is given and nothing withheld."""
    _installed[0], _readable[0] = samples, readable


def readable(acting: "Acting", matter_ids: Collection[int]) -> Collection[int]:
    """Of these matters, those the person may know of."""
    return _readable[0](acting, matter_ids)


def sample(number: str, acting: "Acting", at: datetime) -> Sample | None:
    """A matter this person may read, as a sample."""
    return _installed[0](number, acting, at)
