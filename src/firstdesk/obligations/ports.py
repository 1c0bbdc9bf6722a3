"""What contexts above supply: titles of matters, things duties are owed for, appointments, pages of the work behind
evidence.

Installed by `config`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from firstdesk.common.appointments import Appointment
from firstdesk.regulations import things as kept

if TYPE_CHECKING:  # it is installed before there are models
    from firstdesk.directory.models import Unit
    from firstdesk.directory.scope import Acting

Titles = Callable[["Acting", Collection[int]], Mapping[int, str]]  # of those this person may read


def _none(acting: "Acting", matter_ids: Collection[int]) -> Mapping[int, str]:
    return {}


_installed: list[Titles] = [_none]


def install(titles: Titles = _none) -> None:
    """Set the function that answers `titles`; without arguments, clocks show the matter's number alone."""
    _installed[0] = titles


def titles(acting: "Acting", matter_ids: Collection[int]) -> Mapping[int, str]:
    """Titles of these matters, where this person may read them."""
    return _installed[0](acting, matter_ids)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing for which a duty is owed separately: key, name, and who owes it."""

    unit: "Unit"
    subject: str = ""  # "premises:7"
    label: str = ""


Things = Callable[["Unit"], Sequence[Thing]]  # those of one centre
_things: dict[str, Things] = {}


def register(scope: str, things: Things) -> None:
    """A context above registers the things of a centre for a scope of the rules (`premises`, `plan`)."""
    _things[scope] = things
    kept.keep(scope)


def things(scope: str, centre: "Unit") -> Sequence[Thing]:
    """The things of a centre for a scope; none where no context registered it."""
    return _things[scope](centre) if scope in _things else ()


Callings = Callable[
    [Collection[int]], Mapping[int, Collection[str]]
]  # organisation → actors of the clauses it says it is
_callings: list[Callings] = []


def answer(callings: Callings) -> None:
    """A part above keeps which organisation answers for which actor of the clauses."""
    _callings[:] = [callings]
    kept.keep("actor")


def callings(unit_ids: Collection[int]) -> Mapping[int, Collection[str]]:
    """What these organisations say they are; nothing while no part keeps it."""
    return _callings[0](unit_ids) if _callings else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A request for appointments: days, and organisations; without any, those of the person."""

    acting: "Acting"
    units: Collection[int] = ()
    first: date
    last: date


Dates = Callable[[Span], Sequence[Appointment]]  # their `url` a path of this product; what is called off is among them
_dates: list[Dates] = []


def appoints(*parts: Dates) -> None:
    """Contexts above register functions that list their appointments: meetings, courses, inspections."""
    _dates[:] = parts


def appointed(span: Span) -> list[Appointment]:
    """All appointments of a span the person may read, in order; whole days first."""
    return sorted((each for part in _dates for each in part(span)), key=lambda each: (str(each.begins), each.uid))


def works(evidence: str) -> str:
    """Where the work is done that shows an evidence, as the name of a page; '' where nothing says so."""
    return _works.get(evidence, "")


_works: dict[str, str] = {}


def done_at(pages: Mapping[str, str]) -> None:
    """Parts above say on which page of theirs the work behind an evidence is done."""
    _works.update(pages)
