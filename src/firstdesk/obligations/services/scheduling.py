"""Scheduling duties ahead for many centres at once: what has begun stays, what lies ahead follows the rules in
force."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Remit, Unit, UnitKind
from firstdesk.obligations.models import MarketDays, Occurrence, Schedule, SensitivePeriod
from firstdesk.obligations.ports import Thing
from firstdesk.obligations.selectors import duties
from firstdesk.obligations.selectors.owing import Household, household, households
from firstdesk.obligations.services.laying import Owed, Time, Wanted, lay, versions_ahead
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
Markets = Callable[[date], bool]
TIGHTENED = 100  # added to the number of what is owed because of a sensitive period: beside the ordinary, never instead
SHORT = timedelta(days=4)  # a shorter period is over before a warning could help
AT_ONCE = 50  # centres in one go of the ticker, which has promises to watch


def schedule_due(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Schedule duties of centres whose list does not reach far enough or follows older rules.

    Runs in one transaction; anything left is taken up in the next round. Returns the number of centres."""
    version = regulations.current_version(at)
    if version is None:
        return 0
    centres = Unit.objects.filter(kind=UnitKind.CENTRE, is_active=True)
    up_to_date = Schedule.objects.filter(rulebook_version=version, through__gte=day_of(at) + AHEAD).values("centre")
    waiting = list(centres.exclude(pk__in=up_to_date).order_by("pk")[:limit])
    if waiting:
        _schedule(waiting, at)
    return len(waiting)


def schedule(centre: Unit, *, at: datetime) -> None:
    """Bring a centre's duty list in line with the rules in force, from today on. Idempotent.

    A duty that has begun, or of which anything was proved or explained, stays as it is."""
    _schedule([centre], at)


def schedule_around(unit: Unit, *, at: datetime) -> None:
    """What an organisation is has changed: of the centres it belongs to or serves, the lists there are say so at once."""
    above = Q(pk__in=[unit.pk, *(each.pk for each in directory.ancestors(unit))])
    served = Q(pk__in=Remit.objects.filter(unit=unit).values("centre"))
    listed = Unit.objects.filter(pk__in=Schedule.objects.values("centre"), is_active=True)
    centres = list(listed.filter(above | served).order_by("pk"))
    if centres:
        _schedule(centres, at)


@transaction.atomic
def _schedule(centres: Sequence[Unit], at: datetime) -> None:
    """Schedule several centres in one transaction."""
    keys = [centre.pk for centre in centres]
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    book, today = regulations.current(at), day_of(at)
    owed, times = _wanted(centres, book, today)
    versions = [
        (rule_id, was, was if _says_the_same(rule_id, was, book) else book.version)
        for rule_id, was in versions_ahead(keys, today)
    ]
    lay(Wanted(keys, book.version, owed, times, versions), today)
    made = [Schedule(centre=each, rulebook_version=book.version, through=today + AHEAD, made_at=at) for each in centres]
    fields = ["rulebook_version", "through", "made_at"]
    Schedule.objects.bulk_create(made, update_conflicts=True, unique_fields=["centre"], update_fields=fields)


def _says_the_same(rule_id: str, was: str, book: Rulebook) -> bool:
    """Whether a rule is identical in another version."""
    return regulations.version(was).rules[rule_id] == book.rules.get(rule_id)


def _wanted(centres: Sequence[Unit], book: Rulebook, today: date) -> tuple[list[Owed], list[Time]]:
    """All due times of these centres' duties, from the running period to the horizon, and who owes them."""
    houses, owed, times = households(centres), [], []
    common: dict[str, list[Time]] = {}  # of every centre of the kind: counted once
    for centre, own in _own_days(centres, today):
        for rule in _duties_of(book, centre.centre_kind):
            if rule.id not in common:
                common[rule.id] = [] if rule.every.market_days else _times(book, rule, today)
            alone = _alone(centre.pk, book, rule, own, today)
            if not (common[rule.id] or alone):
                continue
            times += alone
            house = houses[centre.pk]
            owed += [_owed(house, thing, rule) for thing in house.owing(rule, book)]
    return owed, [time for found in common.values() for time in found] + times


@lru_cache(maxsize=20)
def _duties_by_version(version: str, kind: str) -> tuple[DutyRule, ...]:
    return tuple(duties.duties_of(regulations.version(version), kind))


def _duties_of(book: Rulebook, kind: str) -> tuple[DutyRule, ...]:
    return _duties_by_version(book.version, kind)


def _owed(house: Household, thing: Thing, rule: DutyRule) -> Owed:
    post = house.post(thing.unit, rule)
    return Owed(rule.id, house.centre.pk, thing.unit.pk, post.pk if post else None, thing.subject, thing.label[:120])


def _until(rule: DutyRule, today: date) -> date:
    return today + (SOON if rule.every.period in OFTEN else AHEAD)


def _times(
    book: Rulebook, rule: DutyRule, today: date, markets: Markets | None = None, for_centre: int | None = None
) -> list[Time]:
    until = _until(rule, today)
    dues = _dues(book, rule, today, today + LONG if rule.every.period not in OFTEN else until, markets)
    near = (due for due in dues if due.nominal <= until or due.period_start <= today)
    return [_time(book, rule, due, for_centre=for_centre) for due in near]


@dataclass(frozen=True, slots=True)
class _OwnDays:
    """Days that concern one centre only."""

    markets: Markets | None
    sensitive: Sequence[tuple[date, date]]


def _own_days(centres: Sequence[Unit], today: date) -> Iterator[tuple[Unit, _OwnDays]]:
    """Each centre's market days, and the sensitive periods that apply to it: its own and those declared above."""
    markets = {row.unit_id: row.holds for row in MarketDays.objects.filter(unit__in=centres)}
    open_ = SensitivePeriod.objects.filter(ended_at=None, first__lte=today + AHEAD, last__gte=today)
    periods = list(open_.order_by("first", "pk").values_list("centre__path", "first", "last"))
    for centre in centres:
        sensitive = [(first, last) for path, first, last in periods if centre.path.startswith(path)]
        yield centre, _OwnDays(markets.get(centre.pk), sensitive)


def _alone(centre_id: int, book: Rulebook, rule: DutyRule, own: _OwnDays, today: date) -> list[Time]:
    """Due times of one centre only: market days, and extra duties of its sensitive periods."""
    found = _times(book, rule, today, own.markets, centre_id) if rule.every.market_days else []
    if rule.tightened is None:
        return found
    until = _until(rule, today)
    for first, last in own.sensitive:
        if first <= until:
            dues = recurrence.tightened(rule, first, last, book.calendar, own.markets)
            found += [_time(book, rule, due, for_centre=centre_id, tight=True) for due in dues if due.due >= today]
    return found


def _time(book: Rulebook, rule: DutyRule, due: Due, *, for_centre: int | None = None, tight: bool = False) -> Time:
    return Time(
        rule_id=rule.id, for_centre=for_centre, period_start=due.period_start, period_end=due.period_end,
        number=due.number + TIGHTENED * tight, due_at=_end_of(due.due), warn_at=_warned(book, rule, due),
        is_provisional=due.provisional, is_tightened=tight,
    )  # fmt: skip


def _dues(book: Rulebook, rule: DutyRule, first: date, last: date, markets: Markets | None) -> Sequence[Due]:
    if rule.every.market_days:
        found = recurrence.occurrences(rule, first, last, book.calendar, *([markets] if markets else []))
    else:
        found = _counted(book.version, rule.id, first, last)
    return [due for due in found if due.due >= first]


@lru_cache(maxsize=2000)
def _counted(version: str, rule_id: str, first: date, last: date) -> tuple[Due, ...]:
    """The same for every centre, so counted once."""
    book = regulations.version(version)
    return recurrence.occurrences(book.duty(rule_id), first, last, book.calendar)


@lru_cache(maxsize=2000)
def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, END_OF_DAY))


def _warned(book: Rulebook, rule: DutyRule, due: Due) -> datetime | None:
    """The warning moment: opening time so many days before, within the period. None for duties due too often to warn
    of."""
    days = book.head.duty_warn_days if rule.warn_days is None else rule.warn_days
    if days == 0 or (rule.warn_days is None and due.period_end - due.period_start < SHORT):
        return None
    return _opening_of(max(due.due - timedelta(days=days), due.period_start), book.head.office_hours[0][0])


@lru_cache(maxsize=2000)
def _opening_of(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


@dataclass(frozen=True, slots=True)
class Happened:
    """An event after which the rules require a duty."""

    event: str
    unit: Unit
    on: date
    subject: str = ""
    label: str = ""


@transaction.atomic
def raise_after(happened: Happened, *, at: datetime) -> list[Occurrence]:
    """Schedule the duties required after an event at a unit. Idempotent."""
    centre = directory.centre_of(happened.unit)
    if centre is None:
        return []
    book, house = regulations.current(at), household(centre)
    rules = [rule for rule in duties.duties_of(book, centre.centre_kind) if rule.every.event == happened.event]
    rows = []
    for rule in rules:
        thing = Thing(happened.unit if rule.scope != "centre" else centre, happened.subject, happened.label)
        time = _time(book, rule, recurrence.after(rule, happened.on, book.calendar))
        said = asdict(_owed(house, thing, rule)) | asdict(time)
        del said["for_centre"]
        rows.append(Occurrence(**said, rulebook_version=book.version))
    return Occurrence.objects.bulk_create(rows, ignore_conflicts=True)
