"""Counting one month by rule: promises with a clock, and recurring duties."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Max, Q
from django.urls import reverse

from firstdesk.common import clock
from firstdesk.common.clock import midnight
from firstdesk.directory.models import Unit
from firstdesk.obligations.models import Clock, Occurrence
from firstdesk.obligations.states import ClockState, OccurrenceState, Outcome
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import DeadlineRule, DutyRule
from firstdesk.wall.selectors.places import month_of, next_month
from firstdesk.wall.selectors.small import Cell

Key = tuple[int, str]  # centre, carrier
Cells = Mapping[Key, Cell]
Tally = Mapping[str, tuple[int, int]]  # rule → kept, late


@dataclass(frozen=True, slots=True)
class Month:
    """A month as of a moment."""

    first: date
    at: datetime

    @property
    def begins(self) -> datetime:
        return midnight(self.first)

    @property
    def ends(self) -> datetime:
        """Its end, or now, whichever comes first."""
        return min(midnight(next_month(self.first)), self.at)

    @property
    def last_day(self) -> date:
        """The last day of it that has come."""
        return min(clock.local(self.at).date(), date.fromordinal(next_month(self.first).toordinal() - 1))


def ended_in(month: Month) -> Q:
    """Filter: stopped within the month."""
    return Q(stopped_at__gte=month.begins, stopped_at__lte=month.ends)


def broken_in(month: Month) -> Q:
    """Filter: due within the month and still running."""
    return Q(state=ClockState.RUNNING, due_at__gte=month.begins, due_at__lt=month.ends)


def kept_and_late(month: Month) -> dict[str, Count]:
    """Aggregates: clocks kept and late in a month."""
    ended, broken = ended_in(month), broken_in(month)
    return {
        "kept": Count("pk", filter=ended & Q(outcome=Outcome.KEPT)),
        "late": Count("pk", filter=(ended & Q(outcome=Outcome.LATE)) | broken),
    }


def tally(centre: Unit, at: datetime, reader: int | None = None) -> Tally:
    """A centre's promises kept and broken this month, read from the clocks. A member of staff sees none from complaints
    about themselves."""
    month = Month(month_of(at), at)
    found = Clock.objects.promises().filter(ended_in(month) | broken_in(month), centre=centre)
    if reader is not None:
        found = found.exclude(kept_from__contains=[reader])
    counted = found.values_list("rule_id").annotate(**kept_and_late(month)).order_by("rule_id")
    return {rule: (kept, late) for rule, kept, late in counted}


def clocks(book: Rulebook, month: Month) -> Cells:
    """Promises kept and broken in a month by centre and rule, with the newest kept one as proof."""
    rules = [rule.id for rule in book.rules.values() if isinstance(rule, DeadlineRule)]
    ended = ended_in(month)
    newest = Max("pk", filter=ended & Q(outcome=Outcome.KEPT, is_restricted=False))
    rows = list(
        Clock.objects.promises()
        .filter(ended | broken_in(month), rule_id__in=rules)
        .values_list("centre_id", "rule_id")
        .annotate(**kept_and_late(month), newest=newest)
        .order_by()
    )
    newest_kept = Clock.objects.filter(pk__in=[row[4] for row in rows if row[4] is not None])
    proofs = {pk: (label, at) for pk, label, at in newest_kept.values_list("pk", "label", "stopped_at")}
    found = {}
    for centre, rule, good, late, pk in rows:
        if good or late:
            found[centre, rule] = _with_proof(Cell(good, late), proofs.get(pk))
    return found


def _with_proof(cell: Cell, proof: tuple[str, datetime | None] | None) -> Cell:
    label, stopped_at = proof or ("", None)
    if stopped_at is None:
        return cell
    url = reverse("workbench:matter", args=[label]) if label else ""
    return Cell(cell.kept, cell.missed, clock.local(stopped_at).date(), url)


def due_in(month: Month) -> Q:
    """Filter: duties due within the month, including days to come."""
    first_of_next = midnight(next_month(month.first))
    return Q(due_at__gte=month.begins, due_at__lt=first_of_next)


IN_TIME = Q(state=OccurrenceState.DONE, done_at__lte=F("due_at"))


def missed_in(month: Month) -> Q:
    """Filter: done late, or not done and overdue."""
    over = Q(due_at__lte=month.ends) & ~Q(state__in=(OccurrenceState.DONE, OccurrenceState.WAIVED))
    return Q(state=OccurrenceState.DONE, done_at__gt=F("due_at")) | over


def duties(book: Rulebook, month: Month) -> Cells:
    """Duties done in time and missed by centre and rule, in the month they were due."""
    rules = [rule.id for rule in book.rules.values() if isinstance(rule, DutyRule)]
    late = missed_in(month)
    rows = (
        Occurrence.objects.filter(due_in(month), IN_TIME | late, rule_id__in=rules)
        .values_list("centre_id", "rule_id")
        .annotate(
            good=Count("pk", filter=IN_TIME),
            bad=Count("pk", filter=late),
            newest=Max("pk", filter=IN_TIME),
            last=Max("done_at", filter=IN_TIME),
        )  # fmt: skip
        .order_by()
    )
    return {
        (centre, rule): Cell(
            good, bad, clock.local(last).date() if last else None, _duty_page(newest) if newest else ""
        )
        for centre, rule, good, bad, newest, last in rows
        if centre is not None
    }


def _duty_page(pk: int) -> str:
    return reverse("obligations:duty", args=[pk])
