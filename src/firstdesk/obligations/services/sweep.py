"""What time does to clocks: warnings and breaches; the people the rule names are told once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext_noop

from firstdesk.common import clock as walls
from firstdesk.common.bulk import update_rows
from firstdesk.directory.models import User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Chain
from firstdesk.notices.services import Message, send
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services.people import People
from firstdesk.rulebook.book import UnknownRule
from firstdesk.rulebook.escalation import roles_between
from firstdesk.rulebook.model import DeadlineRule, Text

CLOCKWORK = Actor.system("clock")
WARNED, BREACHED, ESCALATED = "clock.warned", "clock.breached", "clock.escalated"
TEXTS = {
    WARNED: gettext_noop("%(number)s: “%(promise)s” is due at %(due)s."),
    BREACHED: gettext_noop("%(number)s: “%(promise)s” was due at %(due)s and is late now."),
    ESCALATED: gettext_noop("%(number)s: “%(promise)s” was due at %(due)s and is still not kept (level %(level)s)."),
}
RUNG = ("warned_at", "breached_at", "warn_at", "next_alarm_at", "escalated_level", "escalated_at")
LEVELS = {WARNED: "warning", BREACHED: "danger", ESCALATED: "danger"}


@dataclass(frozen=True)
class Swept:
    """How many alarms of each kind a sweep raised."""

    warned: int = 0
    breached: int = 0
    escalated: int = 0

    @property
    def total(self) -> int:
        return self.warned + self.breached + self.escalated


def sweep(*, at: datetime, limit: int = 500) -> Swept:
    """Raise every alarm due at `at`, in transactions of at most `limit`. The cost depends on what is due, not on what
    runs.

    Concurrent sweeps share the work and tell nobody twice; clocks locked by others wait for the next sweep."""
    found = Swept()
    while True:
        batch = _sweep_batch(at, limit)
        found = Swept(found.warned + batch.warned, found.breached + batch.breached, found.escalated + batch.escalated)
        if batch.total < limit:
            return found


@transaction.atomic
def _sweep_batch(at: datetime, limit: int) -> Swept:
    clocks = _claim(at, limit)
    if not clocks:
        return Swept()
    people = People(at)
    reached = [clock.escalated_level for clock in clocks]
    verbs = [_ring(clock, at) for clock in clocks]
    told = [_told(*each, people) for each in zip(clocks, verbs, reached, strict=True)]
    update_rows(clocks, RUNG)
    ledger.append_many([_draft(*each, at) for each in zip(clocks, verbs, told, strict=True)])
    for clock, verb, users in zip(clocks, verbs, told, strict=True):
        send(_message(clock, verb), to=users, at=at)
    return Swept(verbs.count(WARNED), verbs.count(BREACHED), verbs.count(ESCALATED))


def _claim(at: datetime, limit: int) -> list[Clock]:
    """Lock what is due, chains before clocks, never waiting: a sweep must not hold anybody up."""
    due = Clock.objects.filter(next_alarm_at__lte=at).order_by("next_alarm_at")
    found = dict(due.values_list("pk", "matter_id")[:limit])
    if not found:
        return []
    chains = [f"matter:{matter_id}" for matter_id in found.values()]
    free = Chain.objects.select_for_update(no_key=True, skip_locked=True).filter(name__in=chains).order_by("name")
    matters = {int(name.removeprefix("matter:")) for name in free.values_list("name", flat=True)}
    clocks = Clock.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).filter(
        pk__in=found, next_alarm_at__lte=at
    )
    related = ("centre", "owing_unit", "owing_post__unit", "owing_person", "sender_post__unit", "sender_person")
    return list(clocks.filter(matter_id__in=matters).select_related(*related).order_by("next_alarm_at", "pk"))


def _ring(clock: Clock, at: datetime) -> str:
    """Store the alarm and set the next one. Levels that passed meanwhile are raised at once."""
    if clock.breached_at is not None:
        passed = [level for level in timing.levels_of(clock) if level.at <= at]
        clock.escalated_level, clock.escalated_at = len(passed), at
        verb = ESCALATED
    elif at >= clock.due_at:
        clock.breached_at = at
        verb = BREACHED
    else:
        clock.warned_at = at
        verb = WARNED
    timing.arm(clock, at)
    return verb


def _told(clock: Clock, verb: str, before: int, people: People) -> list[User]:
    rule = _rule(clock)
    if verb == ESCALATED:
        return people.named(clock, roles_between(timing.levels_of(clock), before, clock.escalated_level))
    if rule is None:
        return people.named(clock, ("responsible", "leader"))
    return people.named(clock, rule.tell_warning if verb == WARNED else rule.tell_breach)


def _rule(clock: Clock) -> DeadlineRule | None:
    """The clock's rule; None where it is gone. One broken clock must not silence all others (`firstdesk check` names it)."""
    try:
        return timing.rule_of(clock)
    except (UnknownRule, ObjectDoesNotExist):
        return None


def _title(clock: Clock) -> Text:
    rule = _rule(clock)
    return rule.title if rule else Text(clock.code, clock.code)


def _draft(clock: Clock, verb: str, told: Sequence[User], at: datetime) -> ledger.Draft:
    title = _title(clock)
    after: dict[str, object] = {"clock": clock.code, "rule": clock.rule_id, "promise": title.zh, "promise_en": title.en}
    after |= {"due": clock.due_at, "told": [str(user) for user in told]}
    if verb == ESCALATED:
        after["level"] = clock.escalated_level
    return ledger.Draft(
        chain=f"matter:{clock.matter_id}",
        verb=verb,
        by=CLOCKWORK,
        at=at,
        subject_kind=Clock._meta.label,
        subject_id=clock.pk,
        after=after,
        rulebook_version=clock.rulebook_version,
    )


def _message(clock: Clock, verb: str) -> Message:
    title = _title(clock)
    due = f"{walls.local(clock.due_at):%m-%d %H:%M}"
    level = {"level": str(clock.escalated_level)} if verb == ESCALATED else {}
    return Message(
        kind=verb,
        level=LEVELS[verb],
        text=TEXTS[verb],
        values={"number": clock.label, "promise": title.zh, "promise_en": title.en, "due": due} | level,
        matter_id=clock.matter_id,
        url=f"/matters/{clock.label}/",
    )
