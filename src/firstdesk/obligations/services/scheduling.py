"""Writing duties down before their day, for one centre at a time: what is begun stays, what lies ahead follows the rules."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from firstdesk.common.bulk import insert_rows, update_rows
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Post, Unit, UnitKind
from firstdesk.obligations.models import MarketDays, Occurrence, Schedule, SensitivePeriod
from firstdesk.obligations.ports import Thing
from firstdesk.obligations.selectors import duties
from firstdesk.obligations.selectors.owing import Household, household
from firstdesk.obligations.states import OccurrenceState
from firstdesk.obligations.timing import day_of
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook import recurrence
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import DutyRule
from firstdesk.rulebook.verdicts import Occurrence as Due

AHEAD = timedelta(days=60)  # how long before its day a duty is shown
SOON = timedelta(days=31)  # of those that come daily or weekly
OFTEN = ("daily", "weekly")
LONG = timedelta(days=366)  # the longest period: what has begun is owed, however far its day, and may be done early
END_OF_DAY = time(23, 59, 59)
TIGHTENED = 100  # added to the number of what is owed because of a sensitive period: beside the ordinary, never instead
SHORT = timedelta(days=4)  # a shorter period is over before a warning could help
AT_ONCE = 20  # centres in one go of the ticker, which has promises to watch
FOLLOWS = (
    "rulebook_version",
    "period_end",
    "due_at",
    "warn_at",
    "owing_post_id",
    "subject_label",
    "is_provisional",
    "centre_id",
)
Key = tuple[int, str, str, date, int]


def schedule_due(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Write down the duties of some centres whose list does not reach as far as it should, or follows older rules.

    Each centre in a transaction of its own: what is interrupted goes on where it stood. Returns how many centres it did.
    """
    version = regulations.current_version(at)
    if version is None:
        return 0
    centres = Unit.objects.filter(kind=UnitKind.CENTRE, is_active=True)
    up_to_date = Schedule.objects.filter(rulebook_version=version, through__gte=day_of(at) + AHEAD).values("centre")
    waiting = list(centres.exclude(pk__in=up_to_date).order_by("pk")[:limit])
    for centre in waiting:
        schedule(centre, at=at)
    return len(waiting)


@transaction.atomic
def schedule(centre: Unit, *, at: datetime) -> None:
    """Make the list of a centre's duties what the rules in force say, from today on. Done twice it changes nothing.

    A duty that has begun, or of which anything was proved or explained, keeps what it began with.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=centre.pk)
    book, today = regulations.current(at), day_of(at)
    there = {_key(row): row for row in Occurrence.objects.filter(centre=centre, period_end__gte=today)}
    begun = {
        key: row for key, row in there.items() if row.period_start <= today or row.state != OccurrenceState.SCHEDULED
    }
    taken = _Taken(begun.values())
    wanted = {_key(row): row for row in _wanted(centre, book, today) if not taken.overlaps(row)}
    ahead = {key: row for key, row in there.items() if key not in begun}
    _drop([row for key, row in ahead.items() if key not in wanted])
    _follow([(ahead[key], row) for key, row in wanted.items() if key in ahead], book)
    insert_rows([row for key, row in wanted.items() if key not in there])
    Schedule.objects.update_or_create(
        centre=centre, defaults={"rulebook_version": book.version, "through": today + AHEAD, "made_at": at}
    )


def _key(row: Occurrence) -> Key:
    return row.unit_id, row.rule_id, row.subject, row.period_start, row.number


class _Taken:
    """The periods that have begun: no other period of the same duty falls into one."""

    def __init__(self, begun: Iterable[Occurrence]) -> None:
        self._spans: dict[tuple[object, ...], list[tuple[date, date]]] = {}
        for row in begun:
            self._spans.setdefault(_owed(row), []).append((row.period_start, row.period_end))

    def overlaps(self, row: Occurrence) -> bool:
        return any(
            first <= row.period_end and row.period_start <= last and first != row.period_start
            for first, last in self._spans.get(_owed(row), ())
        )


def _owed(row: Occurrence) -> tuple[object, ...]:
    return row.unit_id, row.rule_id, row.subject, row.is_tightened


def _drop(rows: Sequence[Occurrence]) -> None:
    """What lies ahead and no rule asks for any more was never owed by anybody."""
    if rows:
        Occurrence.objects.filter(pk__in=[row.pk for row in rows], proofs=None).delete()


def _follow(pairs: Sequence[tuple[Occurrence, Occurrence]], book: Rulebook) -> None:
    """What lies ahead takes on what the rules in force say of it. A rule that says the same word for word changes nothing."""
    changed = []
    for row, wanted in pairs:
        if duties.duty_of(row) == book.duty(row.rule_id):
            wanted.rulebook_version = row.rulebook_version
        if any(getattr(row, name) != getattr(wanted, name) for name in FOLLOWS):
            for name in FOLLOWS:
                setattr(row, name, getattr(wanted, name))
            changed.append(row)
    update_rows(changed, [name.removesuffix("_id") for name in FOLLOWS])


def _wanted(centre: Unit, book: Rulebook, today: date) -> Iterator[Occurrence]:
    """Every time a duty of this centre falls due from today on for a while, and whatever period has begun."""
    house = household(centre)
    market = MarketDays.objects.filter(unit=centre).first()
    markets = market.holds if market else None
    for rule in duties.duties_of(book, centre.centre_kind):
        until = today + (SOON if rule.every.period in OFTEN else AHEAD)
        dues = _dues(book, rule, today, today + LONG if rule.every.period not in OFTEN else until, markets)
        found = [(due, False) for due in dues if due.nominal <= until or due.period_start <= today]
        if rule.tightened is not None:
            found += [(due, True) for due in _tightened(centre, book, rule, (today, until), markets)]
        for thing in house.owing(rule) if found else ():
            owed = _Owed(house, thing, rule, house.post(thing.unit, rule))
            for due, tight in found:
                yield _occurrence(owed, book, due, tight)


Markets = Callable[[date], bool] | None


def _dues(book: Rulebook, rule: DutyRule, first: date, last: date, markets: Markets) -> Sequence[Due]:
    if rule.every.market_days:
        found = recurrence.occurrences(rule, first, last, book.calendar, *([markets] if markets else []))
    else:
        found = _counted(book.version, rule.id, first, last)
    return [due for due in found if due.due >= first]


@lru_cache(maxsize=2000)
def _counted(version: str, rule_id: str, first: date, last: date) -> tuple[Due, ...]:
    """The same for every centre: counted once."""
    book = regulations.version(version)
    return recurrence.occurrences(book.duty(rule_id), first, last, book.calendar)


def _tightened(
    centre: Unit, book: Rulebook, rule: DutyRule, span: tuple[date, date], markets: Markets
) -> Iterator[Due]:
    """What is owed besides, in the sensitive periods that hold for this centre."""
    for first, last in sensitive_days(centre, *span):
        for due in recurrence.tightened(rule, first, last, book.calendar, markets):
            if due.due >= span[0]:
                yield due


def sensitive_days(centre: Unit, first: date, last: date) -> list[tuple[date, date]]:
    """The sensitive periods that hold for a centre and touch a span: its own, and those declared above it."""
    above = [centre, *directory.ancestors(centre)]
    rows = SensitivePeriod.objects.filter(Q(ended_at=None), centre__in=above, first__lte=last, last__gte=first)
    return list(rows.order_by("first", "pk").values_list("first", "last"))


@dataclass(frozen=True, slots=True)
class _Owed:
    """A duty of one thing, and the post that owes it."""

    house: Household
    thing: Thing
    rule: DutyRule
    post: Post | None


def _occurrence(owed: _Owed, book: Rulebook, due: Due, tight: bool) -> Occurrence:
    thing = owed.thing
    return Occurrence(
        unit_id=thing.unit.pk,
        centre_id=owed.house.centre.pk,
        owing_post_id=owed.post.pk if owed.post else None,
        subject=thing.subject,
        subject_label=thing.label[:120],
        rule_id=due.rule_id,
        rulebook_version=due.version,
        period_start=due.period_start,
        period_end=due.period_end,
        number=due.number + TIGHTENED * tight,
        due_at=_end_of(due.due),
        warn_at=_warned(book, owed.rule, due),
        is_provisional=due.provisional,
        is_tightened=tight,
    )


@lru_cache(maxsize=2000)
def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, END_OF_DAY))


def _warned(book: Rulebook, rule: DutyRule, due: Due) -> datetime | None:
    """At the opening of the day so many days before, in its period; not of what comes too often for that."""
    days = book.head.duty_warn_days if rule.warn_days is None else rule.warn_days
    if days == 0 or (rule.warn_days is None and due.period_end - due.period_start < SHORT):
        return None
    return _opening_of(max(due.due - timedelta(days=days), due.period_start), book.head.office_hours[0][0])


@lru_cache(maxsize=2000)
def _opening_of(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


@dataclass(frozen=True, slots=True)
class Happened:
    """Something after which the rules ask for a duty."""

    event: str
    unit: Unit
    on: date
    subject: str = ""
    label: str = ""


@transaction.atomic
def raise_after(happened: Happened, *, at: datetime) -> list[Occurrence]:
    """Write down what the rules ask for after something happened at a unit; told twice, it is written once."""
    centre = directory.centre_of(happened.unit)
    if centre is None:
        return []
    book, house = regulations.current(at), household(centre)
    rules = [rule for rule in duties.duties_of(book, centre.centre_kind) if rule.every.event == happened.event]
    rows = []
    for rule in rules:
        thing = Thing(happened.unit if rule.scope != "centre" else centre, happened.subject, happened.label)
        owed = _Owed(house, thing, rule, house.post(thing.unit, rule))
        rows.append(_occurrence(owed, book, recurrence.after(rule, happened.on, book.calendar), tight=False))
    return Occurrence.objects.bulk_create(rows, ignore_conflicts=True)
