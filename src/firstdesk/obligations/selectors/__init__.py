"""Questions about clocks."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.common.language import lang
from firstdesk.common.reading import once
from firstdesk.directory.scope import Acting
from firstdesk.obligations import ports, timing
from firstdesk.obligations.models import Clock, ClockQuerySet
from firstdesk.obligations.models.clocks import late, owed_by, warned
from firstdesk.obligations.selectors.duties import (
    DayOfDuties,
    Duty,
    duties_of,
    duty_of,
    for_day,
    is_mine,
    my_duties,
    post_code,
)
from firstdesk.obligations.states import ClockState
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.escalation import with_levels
from firstdesk.rulebook.explain import explain as explain_verdict
from firstdesk.rulebook.model import Lang, Text
from firstdesk.rulebook.verdicts import DeadlineVerdict

__all__ = [
    "Affected", "Chip", "ClockLine", "DayOfDuties", "Duty", "RunningVersion", "affected_by", "chips", "due_list", "due_of",     "duties_of", "duty_of", "ended_of", "explain", "for_day", "for_matters", "is_mine", "lines", "more_time", "my_duties", "open_of", "panel",
    "post_code", "rule_title", "running_versions",
]  # fmt: skip

OWING = ("owing_unit", "owing_post", "owing_person", "centre")


class Kept(Protocol):
    """What clocks need to know of a matter; contexts below `matters` cannot import its model."""

    pk: int


@once
def _all_of(matter: Kept) -> list[Clock]:
    """All clocks of a matter, read once."""
    return list(Clock.objects.filter(matter_id=matter.pk).select_related(*OWING))


def open_of(matter: Kept) -> list[Clock]:
    """Running and paused clocks of a matter, the soonest due first."""
    found = [clock for clock in _all_of(matter) if clock.state != ClockState.STOPPED]
    return sorted(found, key=lambda clock: (clock.due_at, clock.pk))


def ended_of(matter: Kept) -> list[Clock]:
    """Stopped clocks of a matter (kept, late or moot), newest first."""
    stopped = [(clock.stopped_at, clock.pk, clock) for clock in _all_of(matter) if clock.stopped_at is not None]
    return [clock for _at, _pk, clock in sorted(stopped, key=lambda each: each[:2], reverse=True)]


def for_matters(matter_ids: Collection[int]) -> dict[int, Clock]:
    """For each matter, its running clock that is due first."""
    running = Clock.objects.filter(matter_id__in=matter_ids, state=ClockState.RUNNING)
    return {
        clock.matter_id: clock for clock in running.order_by("matter_id", "-due_at", "-pk").defer("verdict", "facts")
    }


def due_of(matter_ids: Collection[int]) -> dict[int, tuple[datetime, datetime | None]]:
    """For each matter, when its first running promise is due and from when it warns."""
    running = Clock.objects.filter(matter_id__in=matter_ids, state=ClockState.RUNNING)
    last_to_first = running.order_by("matter_id", "-due_at", "-pk").values_list("matter_id", "due_at", "warn_at")
    return {matter_id: (due_at, warn_at) for matter_id, due_at, warn_at in last_to_first}


def rule_title(clock: Clock) -> Text:
    """The title of the clock's rule."""
    return timing.rule_of(clock).title


def more_time(clock: Clock) -> str:
    """How the clock may be extended: by `application`, with every party's `consent`, or `never`."""
    return timing.rule_of(clock).more_time


def explain(clock: Clock, lang: Lang) -> tuple[str, ...]:
    """Why the clock is due when it is: clause, figure, calendar and arithmetic, day by day."""
    given = json.dumps([clock.verdict, clock.facts], ensure_ascii=False, sort_keys=True)
    return _explained(clock.rulebook_version, clock.rule_id, given, lang)


@lru_cache(maxsize=5000)
def _explained(version: str, rule_id: str, given: str, lang: Lang) -> tuple[str, ...]:
    """Cached by content: equal verdicts under equal rules give equal sentences."""
    book = regulations.version(version)
    saved, facts = json.loads(given)
    verdict = with_levels(DeadlineVerdict.from_json(saved), book, book.deadline(rule_id), facts)
    return explain_verdict(verdict, book, lang)


@dataclass(frozen=True)
class ClockLine:
    """A clock on a page."""

    clock: Clock
    title: Text
    clauses: tuple[str, ...]
    sentences: tuple[str, ...]
    notes: tuple[str, ...] = ()  # what a context above adds: who applied for more time, who decided
    about: str = ""  # the title of its matter, in a list


def panel(matter: Kept, acting: Acting) -> dict[str, object] | None:
    """The clocks panel of the matter page: running clocks with explanations, and stopped ones."""
    running, ended = open_of(matter), ended_of(matter)
    if not running and not ended:
        return None
    return {"running": [_line(clock) for clock in running], "ended": [_line(clock) for clock in ended]}


def _line(clock: Clock) -> ClockLine:
    rule = timing.rule_of(clock)
    return ClockLine(clock, rule.title, rule.clauses, explain(clock, lang()))


def due_list(acting: Acting, at: datetime, *, whose: str = "all", which: str = "all") -> ClockQuerySet:
    """Open clocks the person may see, the most overdue first and paused ones last. `whose`: mine, unit or all; `which`:
    late, warned or all."""
    clocks = Clock.objects.visible_to(acting).open().select_related(*OWING)
    return clocks.filter(_meant(acting, at, whose, which)).order_by("-state", "due_at", "pk")


def _meant(acting: Acting, at: datetime, whose: str, which: str) -> Q:
    owing = {"mine": owed_by(acting), "unit": Q(owing_unit__in=acting.unit_ids)}
    pressing = {"late": late(at), "warned": warned(at)}
    return owing.get(whose, Q()) & pressing.get(which, Q())


@dataclass(frozen=True)
class Affected:
    """A running clock that another rulebook version would time differently."""

    clock: Clock
    rule_id: str
    due_at: datetime


def affected_by(old: str, new: str, among: ClockQuerySet | None = None) -> Iterator[Affected]:
    """Open clocks under version `old` that would be due at another moment under `new`, soonest first."""
    clocks = Clock.objects.all() if among is None else among
    found = clocks.filter(rulebook_version=old).open().select_related(*OWING).order_by("due_at", "pk")
    for clock in found.iterator(chunk_size=2000):
        rule = timing.adoptable(clock, new)
        if rule is None:
            continue
        verdict = timing.verdict_of(clock, rule, new)
        if verdict.due != clock.due_at:
            yield Affected(clock, rule.id, verdict.due)


@dataclass(frozen=True)
class RunningVersion:
    """A rulebook version with running clocks."""

    version: str
    in_force_from: date
    clocks: int
    is_current: bool


def running_versions(among: ClockQuerySet, at: datetime) -> list[RunningVersion]:
    """Rulebook versions of open clocks, with the number of clocks each."""
    rows = among.open().values("rulebook_version").annotate(clocks=Count("pk")).order_by("-clocks")
    current = regulations.current(at).version
    return [
        RunningVersion(version, regulations.version(version).in_force_from, row["clocks"], version == current)
        for row in rows
        if (version := row["rulebook_version"])
    ]


def lines(acting: Acting, clocks: Iterable[Clock]) -> list[ClockLine]:
    """Clocks with rule title, explanation and title of the matter."""
    found = list(clocks)
    about = ports.titles(acting, {clock.matter_id for clock in found})
    return [replace(_line(clock), about=about.get(clock.matter_id, "")) for clock in found]


@dataclass(frozen=True)
class Chip:
    """A filter of the clock list."""

    label: str | Promise
    whose: str
    which: str
    count: int
    is_current: bool


_CHIPS = (
    (_("All"), "all", "all"),
    (_("Mine"), "mine", "all"),
    (_("My unit's"), "unit", "all"),
    (_("Late"), "all", "late"),
    (_("Nearly due"), "all", "warned"),
)


def chips(acting: Acting, at: datetime, whose: str, which: str) -> list[Chip]:
    """The filters with the number of clocks behind each; one query."""
    counts = {f"{one}_{other}": Count("pk", filter=_meant(acting, at, one, other) or None) for _l, one, other in _CHIPS}
    counted = Clock.objects.visible_to(acting).open().aggregate(**counts)
    return [
        Chip(label, one, other, counted[f"{one}_{other}"], (one, other) == (whose, which))
        for label, one, other in _CHIPS
    ]
