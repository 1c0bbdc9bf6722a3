"""The figures of a month on their pages: of each centre in sight, kept or computed, with what is late or missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from firstdesk.common import clock as walls
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.selectors import duties_of
from firstdesk.obligations.states import OccurrenceState
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook import recurrence
from firstdesk.rulebook.book import Rulebook
from firstdesk.screening.models import Finding, Statement
from firstdesk.screening.selectors.figures import DISPUTE, Figures, Held, Wish, figures, held_keys, keep_each
from firstdesk.screening.selectors.months import Month
from firstdesk.screening.selectors.reading import reads_centre
from firstdesk.screening.states import FindingState, StatementState

EVIDENCE = "dispute_statistics"  # what the duty of the rules asks for


@dataclass(frozen=True)
class Line:
    """One centre in one month."""

    centre: Unit
    statement: Statement | None
    figures: Figures
    held: Held  # the keys behind them
    due_on: date | None
    is_late: bool  # not reported, and its day is over; or reported after it

    @property
    def is_issued(self) -> bool:
        return self.statement is not None and self.statement.state == StatementState.ISSUED


def centres_for(acting: Acting) -> list[Unit]:
    """Centres whose figures a person reads, by code: never in the order of their figures."""
    if acting.centre is None:
        return []
    found = Unit.objects.filter(kind=UnitKind.CENTRE, is_active=True, path__startswith=acting.centre.path)
    return [unit for unit in found.order_by("path") if reads_centre(unit, acting)]


def statement_of(centre: Unit, month: Month) -> Statement | None:
    """What was kept, where something was."""
    found = Statement.objects.filter(centre=centre, month=month.first)
    return found.select_related("filled_by", "checked_by", "centre").first()


def lines(centres: Sequence[Unit], month: Month, at: datetime) -> list[Line]:
    """Each centre with its figures: as they were kept, where they were; else as they are now."""
    now, before, book = _held(centres, month), _held(centres, month.before), regulations.current(at)
    found = []
    for centre in centres:
        (statement, held), due_on = now[centre.pk], due_day(centre, month, book)
        shown = figures(held, before[centre.pk][1], month, place(centre))
        found.append(Line(centre, statement, shown, held, due_on, _is_late(statement, due_on, at)))
    return found


def line(centre: Unit, month: Month, at: datetime) -> Line:
    """One centre with its figures."""
    return lines([centre], month, at)[0]


Kept = tuple[Statement | None, Held]


def _held(centres: Sequence[Unit], month: Month) -> dict[int, Kept]:
    """What each kept in a month, else what stands there now."""
    rows = Statement.objects.filter(centre__in=centres, month=month.first).select_related("filled_by", "checked_by")
    kept = {row.centre_id: row for row in rows}
    now = keep_each([centre.pk for centre in centres if centre.pk not in kept], month)
    return {pk: (kept.get(pk), kept[pk].figures if pk in kept else now[pk]) for pk in (each.pk for each in centres)}


def _is_late(statement: Statement | None, due_on: date | None, at: datetime) -> bool:
    """Not reported, and its day is over; or reported after it."""
    done = statement is not None and statement.state == StatementState.ISSUED
    seen = statement.checked_at if done and statement and statement.checked_at else at
    return due_on is not None and walls.local(seen).date() > due_on


def place(centre: Unit) -> str:
    """How an address names a centre."""
    return f"centre={centre.code}"


def together(found: Sequence[Line], month: Month) -> Figures | None:
    """The level: all centres in sight together, as each of them reported or stands."""
    if len(found) < 2:
        return None
    before = _held([each.centre for each in found], month.before)
    return figures(_sum(each.held for each in found), _sum(held for _row, held in before.values()), month, "centre=all")


def _sum(each: Iterable[Held]) -> dict[str, list[int]]:
    """Of several, one."""
    found: dict[str, list[int]] = {}
    for held in each:
        for code, members in held.items():
            found.setdefault(code, []).extend(members)
    return found


def behind(centres: Sequence[Unit], wish: Wish) -> list[int]:
    """Keys of the records behind a figure: as each centre kept them, or as they are."""
    return [pk for _row, held in _held(centres, wish.month).values() for pk in held_keys(held, wish)]


def due_day(centre: Unit, month: Month, book: Rulebook) -> date | None:
    """By when the month is reported, where the rules of this kind of centre say so: a day of the month after it."""
    rules = [rule for rule in duties_of(book, centre.centre_kind) if EVIDENCE in rule.evidence]
    following = Month(month.after)
    days = [
        each.due for rule in rules for each in recurrence.occurrences(rule, month.after, following.last, book.calendar)
    ]
    return min(days, default=None)


def duty(centre: Unit, month: Month, at: datetime) -> Occurrence | None:
    """The recurring duty that the report of a month fulfils."""
    book = regulations.current(at)
    rules = [rule.id for rule in duties_of(book, centre.centre_kind) if EVIDENCE in rule.evidence]
    found = Occurrence.objects.filter(unit=centre, rule_id__in=rules, period_start=month.after)
    return found.exclude(state=OccurrenceState.DONE).first()


def silent(centre: Unit, month: Month, at: datetime) -> list[Finding]:
    """Units that said nothing in a drive whose day fell into the month and is over."""
    found = Finding.objects.filter(campaign__centre=centre, state=FindingState.AWAITED)
    today = walls.local(at).date()
    days = {"campaign__due_on__gte": month.first, "campaign__due_on__lte": month.last, "campaign__due_on__lt": today}
    return list(found.filter(**days).select_related("unit", "campaign").order_by("campaign", "unit__name"))


def late_cases(centre: Unit, month: Month) -> int:
    """Disputes that came to the house before the month and were registered in it."""
    span = {"registered_at__gte": month.begins, "registered_at__lt": month.ends}
    found = Matter.objects.filter(centre=centre, nature=DISPUTE, **span)
    return found.filter(report__received_at__lt=month.begins).count()
