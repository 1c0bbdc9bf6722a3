"""What time does to duties: warn before the due moment, mark as missed after it. Whoever owes them is told once."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from firstdesk.common.bulk import update_rows
from firstdesk.directory.models import Post
from firstdesk.ledger import services as ledger
from firstdesk.notices.services import Message, send
from firstdesk.obligations.models import Occurrence, OccurrenceQuerySet
from firstdesk.obligations.selectors import duties
from firstdesk.obligations.services.covering import prove_cover
from firstdesk.obligations.services.scheduling import schedule_due
from firstdesk.obligations.services.sweep import CLOCKWORK
from firstdesk.obligations.states import OccurrenceState
from firstdesk.obligations.timing import day_of
from firstdesk.rosters.selectors import resolve

BATCH = 500
NOT_OVER = (OccurrenceState.SCHEDULED, OccurrenceState.PARTIAL)
MISSED_TEXT = gettext_noop("“%(duty)s” was due on %(due)s and has no evidence yet.")
MISSED_TEXTS = gettext_noop("%(n)s duties were due by %(due)s and have no evidence yet, among them “%(duty)s”.")
WARNED_TEXT = gettext_noop("“%(duty)s” is due on %(due)s and has no evidence yet.")
WARNED_TEXTS = gettext_noop("%(n)s duties are due soon and have no evidence yet, the first on %(due)s: “%(duty)s”.")


def keep_duties(*, at: datetime) -> None:
    """Schedule, warn and mark missed duties. Runs every minute."""
    schedule_due(at=at)
    prove_cover(at=at)
    warn(at=at)
    miss(at=at)


def warn(*, at: datetime) -> int:
    """Warn once of duties that are due soon; returns how many."""
    return _all_of(lambda: _warn_some(at))


def miss(*, at: datetime) -> int:
    """Mark duties as missed whose due moment passed without all their evidence, and tell the post once; returns how
    many."""
    return _all_of(lambda: _miss_some(at))


def _all_of(some: Callable[[], int]) -> int:
    total = 0
    while True:
        found = some()
        total += found
        if found < BATCH:
            return total


def _claimed(rows: OccurrenceQuerySet) -> list[Occurrence]:
    """Lock without waiting; rows locked by others are left for the next round."""
    free = rows.select_for_update(no_key=True, skip_locked=True, of=("self",))
    return list(free.select_related("unit", "owing_post__unit").order_by("due_at", "pk")[:BATCH])


@transaction.atomic
def _warn_some(at: datetime) -> int:
    found = _claimed(Occurrence.objects.filter(state__in=NOT_OVER, warn_at__lte=at, warned_at=None, due_at__gte=at))
    for each in found:
        each.warned_at = at
    update_rows(found, ["warned_at"])
    _tell(found, ("duty.warned", "warning", WARNED_TEXT, WARNED_TEXTS), at)
    return len(found)


@transaction.atomic
def _miss_some(at: datetime) -> int:
    found = _claimed(Occurrence.objects.filter(state__in=NOT_OVER, due_at__lt=at))
    moves = [
        ledger.Move(
            OccurrenceState.MISSED,
            "duty.missed",
            changes={"missed_at": at},
            noted={"rule": each.rule_id, "due": each.due_at},
            rulebook_version=each.rulebook_version,
        )
        for each in found
    ]
    ledger.move_many([ledger.Moving(each, step, at) for each, step in zip(found, moves, strict=True)], by=CLOCKWORK)
    _tell(found, ("duty.missed", "danger", MISSED_TEXT, MISSED_TEXTS), at)
    return len(found)


def _tell(found: Sequence[Occurrence], said: tuple[str, str, str, str], at: datetime) -> None:
    """One message per post, however many duties it is about."""
    kind, level, one, many = said
    by_post: dict[Post, list[Occurrence]] = defaultdict(list)
    for each in found:
        if each.owing_post is not None:
            by_post[each.owing_post].append(each)
    for post, owed in by_post.items():
        title = duties.duty_of(owed[0]).title
        due = day_of(owed[0].due_at) if kind == "duty.warned" else day_of(owed[-1].due_at)
        message = Message(
            kind=kind,
            level=level,
            text=one if len(owed) == 1 else many,
            values={"duty": title.zh, "duty_en": title.en, "due": f"{due:%Y-%m-%d}", "n": str(len(owed))},
            url=f"/due/duties/{owed[0].pk}/" if len(owed) == 1 else "/due/duties/",
        )
        send(message, to=list(resolve(post, at).people), at=at)
