"""Duties and appointments day by day, for a person, a unit or a centre; as a page and as a phone calendar."""

from calendar import Calendar as Weeks
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.functional import Promise

from firstdesk.common.appointments import Appointment, book
from firstdesk.common.language import words
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.directory.scope import Acting
from firstdesk.directory.selectors import digest_of
from firstdesk.obligations import ports
from firstdesk.obligations.models import CalendarLink, MarketDays, Occurrence, OccurrenceQuerySet, SensitivePeriod
from firstdesk.obligations.selectors import duties
from firstdesk.obligations.states import OccurrenceState
from firstdesk.obligations.timing import day_of
from firstdesk.regulations import labels
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.model import DutyRule

ONE_DAY, WEEK = timedelta(days=1), timedelta(days=7)
BEHIND, AHEAD = timedelta(days=31), timedelta(days=62)  # what the calendar of a phone holds


@dataclass(frozen=True)
class Entry:
    """A line of a day: a duty, or several of one rule due together."""

    occurrence: Occurrence
    rule: DutyRule
    count: int
    done: int

    @property
    def tone(self) -> str:
        """How it stands: late, done, or still to come."""
        if self.done == self.count:
            return "done"
        return "late" if self.occurrence.state == OccurrenceState.MISSED else "open"


@dataclass(frozen=True)
class Day:
    """A day of the calendar."""

    day: date
    dates: tuple[Appointment, ...]  # what was appointed: meetings, courses, inspections
    entries: tuple[Entry, ...]
    sensitive: tuple[str, ...]
    is_market: bool
    is_within: bool  # of the month that is shown

    @property
    def count(self) -> int:
        """How many entries the day has."""
        return len(self.dates) + len(self.entries)

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(entry.tone == "late" for entry in self.entries)


def shown(acting: Acting, whose: str) -> OccurrenceQuerySet:
    """Duties shown in a calendar: of a person (`mine`), their unit, or the centre."""
    rows = Occurrence.objects.visible_to(acting)
    if whose == "mine":
        return rows.owed_by(acting)
    if whose == "unit":
        return rows.filter(unit__in=acting.unit_ids)
    return rows.filter(centre=acting.centre) if acting.centre is not None else rows


def together(acting: Acting, whose: str, rule: str, day: date) -> list[Occurrence]:
    """Everybody's of one duty that falls due on a day: what is lacking before what is done."""
    rows = shown(acting, whose).filter(rule_id=rule, due_at__date=day).exclude(state=OccurrenceState.WAIVED)
    found = rows.select_related("unit", "owing_post__unit", "done_by").order_by("unit__path", "subject", "pk")
    return sorted(found, key=lambda row: row.state == OccurrenceState.DONE)


def weeks(view: str, on: date) -> list[list[date]]:
    """The days of a month or week view, in weeks starting on Monday."""
    if view == "month":
        return Weeks(firstweekday=0).monthdatescalendar(on.year, on.month)
    monday = on - timedelta(days=on.weekday())
    return [[monday + timedelta(days=number) for number in range(7)]]


def around(view: str, on: date) -> tuple[date, date]:
    """The days that open the previous and the next view."""
    if view == "week":
        return on - WEEK, on + WEEK
    first = on.replace(day=1)
    return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1)


def days(acting: Acting, whose: str, grid: Sequence[Sequence[date]], month: int) -> list[list[Day]]:
    """The grid of days with appointments and duties."""
    first, last = grid[0][0], grid[-1][-1]
    by_day, dates = _by_day(shown(acting, whose), first, last), _dates(acting, _units(acting, whose), first, last)
    periods = _periods(acting.centre, first, last)
    market = MarketDays.objects.filter(unit=acting.centre).first() if acting.centre else None
    return [
        [
            Day(
                day,
                tuple(dates.get(day, ())),
                tuple(by_day.get(day, ())),
                tuple(each.title for each in periods if each.first <= day <= each.last),
                market is not None and market.holds(day),
                day.month == month,
            )
            for day in week
        ]
        for week in grid
    ]


def agenda(grid: Sequence[Sequence[Day]], view: str, on: date) -> list[Day]:
    """Days a phone lists first: the week asked for, or seven days of the month from the chosen one."""
    shown_days = [day for week in grid for day in week]
    return shown_days if view == "week" else [day for day in shown_days if day.day >= on][:7]


def _units(acting: Acting, whose: str) -> tuple[int, ...]:
    """Ids of the organisations a calendar is for; empty for a personal one."""
    if whose == "mine":
        return ()
    return (acting.centre.pk,) if whose == "centre" and acting.centre is not None else tuple(acting.unit_ids)


def _dates(acting: Acting, units: Collection[int], first: date, last: date) -> dict[date, list[Appointment]]:
    """Appointments that were not cancelled, on each day they touch."""
    found: dict[date, list[Appointment]] = defaultdict(list)
    for each in ports.appointed(ports.Span(acting=acting, units=units, first=first, last=last)):
        day, end = _days_of(each)
        while day <= end and not each.is_off:
            found[day].append(each)
            day += ONE_DAY
    return found


def _days_of(appointment: Appointment) -> tuple[date, date]:
    begins, ends = appointment.begins, appointment.ends
    if isinstance(begins, datetime) and isinstance(ends, datetime):
        return day_of(begins), day_of(ends)
    return begins, ends - ONE_DAY


def _by_day(rows: OccurrenceQuerySet, first: date, last: date) -> dict[date, list[Entry]]:
    found: dict[tuple[date, str], list[Occurrence]] = defaultdict(list)
    within = rows.filter(due_at__date__gte=first, due_at__date__lte=last).exclude(state=OccurrenceState.WAIVED)
    for row in within.select_related("unit").order_by("due_at", "rule_id", "pk"):
        found[day_of(row.due_at), row.rule_id].append(row)
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for (day, _rule), group in found.items():
        done = sum(row.state == OccurrenceState.DONE for row in group)
        pressing = next((row for row in group if row.state == OccurrenceState.MISSED), None)
        pressing = pressing or next((row for row in group if row.is_open), group[0])
        by_day[day].append(Entry(pressing, duties.duty_of(pressing), len(group), done))
    return {day: sorted(entries, key=_pressing_first) for day, entries in by_day.items()}


def _pressing_first(entry: Entry) -> tuple[int, timedelta]:
    """What was missed, what is to be done, what is done; in each what comes rarely before what comes every day."""
    row = entry.occurrence
    return ("late", "open", "done").index(entry.tone), row.period_start - row.period_end


def _periods(centre: Unit | None, first: date, last: date) -> list[SensitivePeriod]:
    if centre is None:
        return []
    above = [centre, *directory.ancestors(centre)]
    return list(SensitivePeriod.objects.filter(ended_at=None, centre__in=above, first__lte=last, last__gte=first))


def periods_of(centre: Unit) -> list[SensitivePeriod]:
    """Sensitive periods of a centre, past and present, newest first."""
    above = [centre, *directory.ancestors(centre)]
    rows = SensitivePeriod.objects.filter(centre__in=above).select_related("centre", "declared_by", "ended_by")
    return list(rows.order_by("-first", "-pk")[:30])


def tightening(centre: Unit, at: datetime) -> list[tuple[DutyRule, str | Promise]]:
    """What a centre and those beneath owe besides in a sensitive period, and how often."""
    beneath = Unit.objects.filter(kind=UnitKind.CENTRE, is_active=True, path__startswith=centre.path)
    kinds, book = sorted(set(beneath.values_list("centre_kind", flat=True))), regulations.current(at)
    rules = [rule for kind in kinds for rule in duties.duties_of(book, kind)]
    return [(rule, labels.PERIOD[rule.tightened.period]) for rule in rules if rule.tightened is not None]


def link_of(secret: str) -> CalendarLink | None:
    """The calendar link in use for this secret."""
    found = CalendarLink.objects.select_related("user", "unit").filter(digest=digest_of(secret), revoked_at=None)
    return found.first()


def links_of(acting: Acting) -> dict[int | None, CalendarLink]:
    """A person's calendar links by unit id; their own under None."""
    return {link.unit_id: link for link in CalendarLink.objects.filter(user=acting.user, revoked_at=None)}


def feed(link: CalendarLink, acting: Acting, at: datetime, site: str) -> bytes:
    """Duties and appointments as iCalendar (RFC 5545), without personal data.

    Cancelled appointments stay in it, marked as such, for calendars that already show them."""
    rows = shown(acting, "mine") if link.unit is None else Occurrence.objects.visible_to(acting).filter(unit=link.unit)
    today = day_of(at)
    near = rows.filter(due_at__date__gte=today - BEHIND, due_at__date__lte=today + AHEAD)
    near = near.exclude(state=OccurrenceState.WAIVED).select_related("unit").order_by("due_at", "pk")
    units = () if link.unit is None else (link.unit.pk,)
    dates = ports.appointed(ports.Span(acting=acting, units=units, first=today - BEHIND, last=today + AHEAD))
    entries = [*(_entry(row, at, site) for row in near), *(replace(each, url=f"{site}{each.url}") for each in dates)]
    return book("duties", entries, title=str(link.unit or link.user))


def _entry(row: Occurrence, at: datetime, site: str) -> Appointment:
    day, title = day_of(row.due_at), words(duties.duty_of(row).title)
    where = " · ".join(part for part in (row.unit.name, row.subject_label) if part)
    return Appointment(
        uid=f"duty-{row.pk}", stamped_at=row.done_at or row.missed_at or at, begins=day,
        ends=day + timedelta(days=1), title=f"✓ {title}" if row.state == OccurrenceState.DONE else title,
        words=f"{where}\n{row.get_state_display()}", url=f"{site}{reverse('obligations:duty', args=[row.pk])}",
        is_free=True,
    )  # fmt: skip
