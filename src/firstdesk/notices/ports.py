"""What the pages of messages ask of parts above: the values of a real matter, for a preview. `config` hands it in."""

from collections.abc import Callable, Mapping
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


_installed: list[Samples] = [_nothing]


def install(samples: Samples = _nothing) -> None:
    """Replace the answer; without argument, none is given."""
    _installed[0] = samples


def sample(number: str, acting: "Acting", at: datetime) -> Sample | None:
    """A matter this person may read, as a sample."""
    return _installed[0](number, acting, at)
