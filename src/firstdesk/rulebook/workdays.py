"""Official Chinese working days: make-up weekends count, an unpublished year is refused or marked provisional.

The official days and the range of published years come from the `chinese-calendar` package; a centre adds its own
days as data. Every question is answered from arrays built once, so the length of a span does not matter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from chinese_calendar.constants import Holiday, holidays, workdays

from firstdesk.rulebook.model import Text

OfficeHours = tuple[tuple[time, time], ...]

DEFAULT_OFFICE_HOURS: OfficeHours = ((time(8, 30), time(12)), (time(14, 30), time(17, 30)))
HORIZON_YEARS = 20  # how far past the last published year a provisional date may lie
WORK, MAKEUP, WEEKEND, HOLIDAY, LOCAL_WORK, LOCAL_REST = (
    "work",
    "makeup",
    "weekend",
    "holiday",
    "local_work",
    "local_rest",
)
WORKING = frozenset({WORK, MAKEUP, LOCAL_WORK})


class UnpublishedYear(ValueError):
    """The official working days of this year are not known."""

    def __init__(self, year: int, first: int, last: int) -> None:
        self.year = year
        self.text = Text(
            f"{year} 年的放假安排不在已知的 {first}–{last} 年之内;国务院办公厅公布后请升级 chinese-calendar,"
            "或者明确要求暂定日期(provisional)",
            f"the working days of {year} are not among the published years {first}-{last}; upgrade chinese-calendar"
            " once they are announced, or ask for a provisional date",
        )
        super().__init__(self.text.en)


class Day(NamedTuple):
    """An answer: the day, and whether it leans on a year not yet published."""

    date: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class LocalDay:
    """A local addition to the official calendar."""

    day: date
    workday: bool
    name: Text
    source: str


class Stretch(NamedTuple):
    """Neighbouring days of one kind, for the explanation."""

    first: date
    last: date
    kind: str
    name: Text


@dataclass(frozen=True, slots=True)
class Official:
    """What the State Council has announced: days off, make-up working days, the years covered."""

    rest: Mapping[date, Text]
    makeup: Mapping[date, Text]
    first_year: int
    last_year: int


@lru_cache(maxsize=1)
def official() -> Official:
    """The announced days, from the package. A year counts as published once its National Day is in it."""
    names = {day.value: Text(_full_name(vars(day)["chinese"]), day.value) for day in Holiday}
    years = {day.year for day, name in holidays.items() if name == Holiday.national_day.value}
    last = first = max(years)
    while first - 1 in years:
        first -= 1
    return Official(
        rest={day: names[name] for day, name in holidays.items()},
        makeup={day: names[name] for day, name in workdays.items()},
        first_year=first,
        last_year=last,
    )


def _full_name(name: str) -> str:
    return name + "节" if name in {"清明", "端午", "中秋"} else name


class Calendar:
    """Working days as a value: official days, local additions, office hours. Immutable."""

    def __init__(
        self,
        additions: Iterable[LocalDay] = (),
        office_hours: OfficeHours = DEFAULT_OFFICE_HOURS,
        published: Official | None = None,
    ) -> None:
        self.published = published or official()
        self.additions = tuple(additions)
        self.office_hours = office_hours
        first = date(self.published.first_year, 1, 1).toordinal()
        last = date(self.published.last_year + HORIZON_YEARS, 12, 31).toordinal()
        self._base, self._end = first, last
        self._known_until = date(self.published.last_year, 12, 31).toordinal()
        self._kinds, self._names = _classify(self.published, {a.day: a for a in self.additions}, first, last)
        self._work = [kind in WORKING for kind in self._kinds]
        self._before = [0, *accumulate(self._work)]  # working days before the i-th day
        self._ordinals = [first + i for i, work in enumerate(self._work) if work]

    @cached_property
    def _stretches(self) -> tuple[Stretch, ...]:
        """Only whoever explains a count asks for them."""
        return tuple(_stretches(self._base, self._kinds, self._names))

    @cached_property
    def _starts(self) -> list[int]:
        return [stretch.first.toordinal() for stretch in self._stretches]

    def is_published(self, day: date) -> bool:
        return self._base <= day.toordinal() <= self._known_until

    def is_workday(self, day: date, provisional: bool = False) -> bool:
        """Raises UnpublishedYear unless `provisional` allows Monday to Friday as a stand-in."""
        return self._work[self._index(day, provisional)]

    def add_workdays(self, day: date, n: int, provisional: bool = False) -> Day:
        """The n-th working day after `day`, which itself does not count; negative n counts back, 0 is `day`."""
        index = self._index(day, provisional)
        if n == 0:
            return Day(day, not self.is_published(day))
        place = self._before[index + 1] + n - 1 if n > 0 else self._before[index] + n
        if not 0 <= place < len(self._ordinals):
            edge = self.published.last_year + HORIZON_YEARS + 1 if n > 0 else self.published.first_year - 1
            raise self._unpublished(edge)
        found = self._ordinals[place]
        guessed = (found if n > 0 else self._base + index - 1) > self._known_until  # the latest day counted
        result = date.fromordinal(found)
        if guessed and not provisional:
            raise self._unpublished(result.year)
        return Day(result, guessed)

    def next_workday(self, day: date, provisional: bool = False) -> Day:
        """`day` itself when it is a working day, else the first one after it."""
        return self._nearest(day, 1, provisional)

    def previous_workday(self, day: date, provisional: bool = False) -> Day:
        """`day` itself when it is a working day, else the last one before it."""
        return self._nearest(day, -1, provisional)

    def workdays_between(self, first: date, last: date, provisional: bool = False) -> int:
        """Working days after `first` up to and with `last`; negative when `last` lies before `first`."""
        return self._before[self._index(last, provisional) + 1] - self._before[self._index(first, provisional) + 1]

    def stretches(self, first: date, last: date) -> tuple[Stretch, ...]:
        """The days from `first` to `last`, both included, in runs of one kind."""
        start, end = self._index(first, True), self._index(last, True)
        low = bisect_right(self._starts, self._base + start) - 1
        high = bisect_right(self._starts, self._base + end)
        found = list(self._stretches[low:high])
        found[0] = found[0]._replace(first=first)
        found[-1] = found[-1]._replace(last=last)
        return tuple(found)

    def _nearest(self, day: date, step: int, provisional: bool) -> Day:
        if self.is_workday(day, provisional):
            return Day(day, not self.is_published(day))
        return self.add_workdays(day, step, provisional)

    def _index(self, day: date, provisional: bool) -> int:
        ordinal = day.toordinal()
        if not self._base <= ordinal <= (self._end if provisional else self._known_until):
            raise self._unpublished(day.year)
        return ordinal - self._base

    def _unpublished(self, year: int) -> UnpublishedYear:
        return UnpublishedYear(year, self.published.first_year, self.published.last_year)


def _classify(
    published: Official, local: Mapping[date, LocalDay], first: int, last: int
) -> tuple[list[str], Mapping[int, Text]]:
    """The kind of every day from `first` to `last`, and the names of the days that have one (by index)."""
    kinds = [WEEKEND if (ordinal - 1) % 7 > 4 else WORK for ordinal in range(first, last + 1)]  # ordinal 1 is a Monday
    names: dict[int, Text] = {}
    marked: list[tuple[date, str, Text]] = [
        *((day, HOLIDAY, name) for day, name in published.rest.items()),
        *((day, MAKEUP, name) for day, name in published.makeup.items()),
        *((day, LOCAL_WORK if add.workday else LOCAL_REST, add.name) for day, add in local.items()),
    ]
    for day, kind, name in marked:
        index = day.toordinal() - first
        if 0 <= index < len(kinds):
            kinds[index], names[index] = kind, name
    return kinds, names


def _stretches(base: int, kinds: Sequence[str], names: Mapping[int, Text]) -> Iterator[Stretch]:
    """Runs of days of one group; a weekend inside a holiday belongs to the holiday."""
    start = 0
    for index in range(1, len(kinds) + 1):
        if index < len(kinds) and _group(kinds[index]) == _group(kinds[start]):
            continue
        inside = range(start, index)
        kind = HOLIDAY if any(kinds[i] == HOLIDAY for i in inside) else kinds[start]
        named = list(dict.fromkeys(names[i] for i in inside if i in names))
        name = Text("、".join(n.zh for n in named), ", ".join(n.en for n in named))
        yield Stretch(date.fromordinal(base + start), date.fromordinal(base + index - 1), kind, name)
        start = index


def _group(kind: str) -> str:
    return WEEKEND if kind == HOLIDAY else kind
