"""How a carrier is asked and what it can say. A carrier is a module with `carrier()`; the settings name it per way."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Letter:
    """What the carrier gets. Two with the same key are the same letter."""

    key: str
    address: str
    subject: str
    text: str
    calendar: str = ""  # mail alone: an appointment that goes with it


@dataclass(frozen=True)
class Taken:
    """The carrier has it."""

    carrier_id: str = ""


@dataclass(frozen=True)
class NotTaken:
    """The carrier does not have it, for certain. `for_good`: trying again would not help."""

    said: str
    for_good: bool = False


@dataclass(frozen=True)
class Unknown:
    """It may have it, or not: the line broke at the wrong moment."""

    said: str


Answer = Taken | NotTaken | Unknown


class Carrier(Protocol):
    """Somebody who takes letters. `ask` is for a letter handed over by a process that did not live to hear the answer."""

    def carry(self, letter: Letter) -> Answer: ...

    def ask(self, key: str) -> Answer: ...
