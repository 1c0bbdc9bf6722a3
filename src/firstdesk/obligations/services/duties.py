"""Recurring duties: when each falls due, and which were missed."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Post, Unit, UnitKind
from firstdesk.ledger import services as ledger
from firstdesk.notices.services import Message, send
from firstdesk.obligations import selectors
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.services.sweep import CLOCKWORK
from firstdesk.obligations.states import OccurrenceState
from firstdesk.obligations.timing import day_of
from firstdesk.regulations import selectors as regulations
from firstdesk.rosters.selectors import resolve
from firstdesk.rulebook import recurrence
from firstdesk.rulebook.model import DutyRule
from firstdesk.rulebook.verdicts import Occurrence as Due

AHEAD = timedelta(days=60)  # how long before its day a duty is shown
END_OF_DAY = time(23, 59, 59)
MISSED_TEXT = gettext_noop("“%(duty)s” was due on %(due)s and has no evidence yet.")


def keep_duties(*, at: datetime) -> None:
    """What time does to duties: schedule those that come near, say which were missed. Called every minute."""
    for centre in Unit.objects.filter(kind=UnitKind.CENTRE, is_active=True).order_by("pk"):
        schedule_occurrences(centre, at=at)
    miss(at=at)


@transaction.atomic
def schedule_occurrences(centre: Unit, *, at: datetime) -> list[Occurrence]:
    """Write down every time a duty of this centre falls due from today on for a while; what is there already stays."""
    book = regulations.current(at)
    today = day_of(at)
    rules = selectors.duties_of(book, centre.centre_kind)
    due = [each for rule in rules for each in recurrence.occurrences(rule, today, today + AHEAD, book.calendar)]
    there = Occurrence.objects.filter(unit=centre, period_end__gte=today)
    known = set(there.values_list("rule_id", "period_start", "number"))
    owing = {rule.id: _owing(centre, rule) for rule in rules}
    fresh = [
        _occurrence(centre, each, owing[each.rule_id])
        for each in due
        if (each.rule_id, each.period_start, each.number) not in known
    ]
    return Occurrence.objects.bulk_create(fresh, ignore_conflicts=True)


def _owing(unit: Unit, rule: DutyRule) -> Post | None:
    """The post that owes it: the one the rule names, else whoever leads."""
    return directory.post_of(unit, selectors.post_code(rule.actor)) or next(iter(directory.leader_posts(unit)), None)


def _occurrence(centre: Unit, due: Due, owing: Post | None) -> Occurrence:
    return Occurrence(
        unit=centre,
        centre=centre,
        owing_post=owing,
        is_provisional=due.provisional,
        rule_id=due.rule_id,
        rulebook_version=due.version,
        period_start=due.period_start,
        period_end=due.period_end,
        number=due.number,
        due_at=timezone.make_aware(datetime.combine(due.due, END_OF_DAY)),
    )


@transaction.atomic
def miss(*, at: datetime) -> int:
    """Say which duties passed their day without evidence, to the post that owes them, once; returns how many."""
    passed = Occurrence.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).filter(
        state__in=(OccurrenceState.SCHEDULED, OccurrenceState.PARTIAL), due_at__lt=at
    )
    found = list(passed.select_related("unit", "owing_post").order_by("pk"))
    steps = [
        ledger.Move(
            OccurrenceState.MISSED,
            "duty.missed",
            changes={"missed_at": at},
            noted={"rule": each.rule_id},
            rulebook_version=each.rulebook_version,
        )
        for each in found
    ]
    ledger.move_many([ledger.Moving(each, step, at) for each, step in zip(found, steps, strict=True)], by=CLOCKWORK)
    for each in found:
        _tell(each, at)
    return len(found)


def _tell(occurrence: Occurrence, at: datetime) -> None:
    rule = selectors.duty_of(occurrence)
    people = resolve(occurrence.owing_post, at).people if occurrence.owing_post else ()
    message = Message(
        kind="duty.missed",
        level="danger",
        text=MISSED_TEXT,
        values={"duty": rule.title.zh, "duty_en": rule.title.en, "due": f"{day_of(occurrence.due_at):%Y-%m-%d}"},
        url="/due/duties/",
    )
    send(message, to=list(people), at=at)
