"""Recurring duties: when each falls due, and that it was done."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.common.refusals import Detail, Refusal
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send
from firstdesk.obligations import selectors
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.services.sweep import CLOCKWORK
from firstdesk.obligations.states import OccurrenceState
from firstdesk.obligations.timing import day_of
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook import recurrence
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
    due = [
        each
        for rule in selectors.duties_of(book, centre.centre_kind)
        for each in recurrence.occurrences(rule, today, today + AHEAD, book.calendar)
    ]
    there = Occurrence.objects.filter(unit=centre, period_end__gte=today)
    known = set(there.values_list("rule_id", "period_start", "number"))
    fresh = [_occurrence(centre, each) for each in due if (each.rule_id, each.period_start, each.number) not in known]
    return Occurrence.objects.bulk_create(fresh, ignore_conflicts=True)


def _occurrence(centre: Unit, due: Due) -> Occurrence:
    return Occurrence(
        unit=centre,
        rule_id=due.rule_id,
        rulebook_version=due.version,
        period_start=due.period_start,
        period_end=due.period_end,
        number=due.number,
        due_at=timezone.make_aware(datetime.combine(due.due, END_OF_DAY)),
    )


@transaction.atomic
def discharge(occurrence: Occurrence, *, evidence: str, by: Actor, at: datetime) -> Occurrence:
    """It was done; the evidence says where that can be seen. Late is noted as late."""
    if not evidence.strip():
        why = _("Name the evidence: a document's number, where it is kept, what was done.")
        raise Refusal(why, details=[Detail("evidence", why)])
    changes = {"done_at": at, "done_by_id": by.by_id, "evidence": evidence.strip()}
    noted = {"rule": occurrence.rule_id, "due": occurrence.due_at, "late": at > occurrence.due_at}
    step = ledger.Move(
        OccurrenceState.DONE,
        "duty.discharged",
        changes=changes,
        noted=noted,
        rulebook_version=occurrence.rulebook_version,
    )
    ledger.move(occurrence, step, by=by, at=at)
    return occurrence


@transaction.atomic
def miss(*, at: datetime) -> int:
    """Say which duties passed their day without evidence, to the post that owes them, once; returns how many."""
    passed = Occurrence.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).filter(
        state=OccurrenceState.SCHEDULED, due_at__lt=at
    )
    found = list(passed.select_related("unit").order_by("pk"))
    steps = [
        ledger.Move(
            OccurrenceState.MISSED, "duty.missed", noted={"rule": each.rule_id}, rulebook_version=each.rulebook_version
        )
        for each in found
    ]
    ledger.move_many([ledger.Moving(each, step, at) for each, step in zip(found, steps, strict=True)], by=CLOCKWORK)
    for each in found:
        _tell(each, at)
    return len(found)


def _tell(occurrence: Occurrence, at: datetime) -> None:
    rule = selectors.duty_of(occurrence)
    post = directory.post_of(occurrence.unit, selectors.post_code(rule.actor))
    posts = [post] if post else directory.leader_posts(occurrence.unit)
    message = Message(
        kind="duty.missed",
        level="danger",
        text=MISSED_TEXT,
        values={"duty": rule.title.zh, "duty_en": rule.title.en, "due": f"{day_of(occurrence.due_at):%Y-%m-%d}"},
        url="/due/duties/",
    )
    send(message, to=directory.holders_of(posts, at), at=at)
