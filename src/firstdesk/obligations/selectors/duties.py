"""Questions about recurring duties."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet, Window

from firstdesk.common import clock
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.obligations.models import Occurrence, OccurrenceQuerySet, Proof
from firstdesk.obligations.states import OccurrenceState
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook, Vocabulary
from firstdesk.rulebook.model import DutyRule, Text

POST_OF_ACTOR = {"head": "director"}  # the head of a police office stands at its director's post


def duties_of(book: Rulebook, centre_kind: str) -> list[DutyRule]:
    """The recurring duties of a kind of centre, which are those of its own regulation."""
    own = book.centre(centre_kind).adopts[0]
    return [rule for rule in book.rules.values() if isinstance(rule, DutyRule) and rule.regulation == own]


def duty_of(occurrence: Occurrence) -> DutyRule:
    """The rule of a duty, in the version it was scheduled under."""
    return regulations.version(occurrence.rulebook_version).duty(occurrence.rule_id)


def vocabulary_of(occurrence: Occurrence) -> Vocabulary:
    """The vocabulary of the version the duty was scheduled under."""
    return regulations.version(occurrence.rulebook_version).vocabulary


def post_code(actor: str) -> str:
    """The code of the post of an actor that a rule names."""
    return POST_OF_ACTOR.get(actor, actor)


def standing(occurrence: Occurrence) -> QuerySet[Proof]:
    """Proofs of the duty that were not withdrawn, in the order they were given."""
    return Proof.objects.filter(occurrence=occurrence, taken_back=None).order_by("pk")


def open_duties(whose: Unit | Acting, until: datetime) -> OccurrenceQuerySet:
    """Open duties due by `until`, soonest first: of a unit and its centre, or all a person may see."""
    return _of(whose).open().filter(due_at__lte=until).order_by("due_at", "pk")


def overdue(whose: Unit | Acting, at: datetime) -> OccurrenceQuerySet:
    """Open duties whose due moment has passed, oldest first."""
    return _of(whose).late(at).order_by("due_at", "pk")


def _of(whose: Unit | Acting) -> OccurrenceQuerySet:
    rows = Occurrence.objects.select_related("unit", "centre", "owing_post")
    return rows.visible_to(whose) if isinstance(whose, Acting) else rows.filter(Q(unit=whose) | Q(centre=whose))


@dataclass(frozen=True)
class Duty:
    """A duty on a page."""

    occurrence: Occurrence
    rule: DutyRule
    evidence: tuple[Text, ...]
    mine: bool


SOON, SHOWN = timedelta(days=3), 6
DAILY_KEPT_BACK = timedelta(days=14)  # what was missed longer ago is no news of the day


@dataclass(frozen=True)
class DayOfDuties:
    """Duties on a person's day: what their posts owe soon, and what was missed without explanation."""

    mine: tuple[Duty, ...]
    mine_in_all: int
    missed: tuple[Duty, ...]
    missed_in_all: int

    def __bool__(self) -> bool:
        return bool(self.mine or self.missed)


def for_day(acting: Acting, at: datetime) -> DayOfDuties:
    """Late and soon due duties of the posts a person holds and, for leaders, missed ones nobody has explained."""
    rows = Occurrence.objects.select_related("unit")
    begun = Q(period_start__lte=clock.local(at).date())  # what is done day by day is told of its own day
    near = begun & Q(due_at__lt=at + SOON, due_at__gte=at - DAILY_KEPT_BACK)
    mine = rows.owed_by(acting).open().filter(near).order_by("due_at", "pk")
    missed = rows.none()
    if acting.permissions & {Permission.DECIDE, Permission.KEEP_CHARTER, Permission.SUPERVISE}:
        unsaid = rows.visible_to(acting).filter(state=OccurrenceState.MISSED, explanation="")
        missed = unsaid.filter(missed_at__gte=at - DAILY_KEPT_BACK).order_by("-due_at", "-pk")
    return DayOfDuties(*_first(mine, acting), *_first(missed, acting))


def _first(found: OccurrenceQuerySet, acting: Acting) -> tuple[tuple[Duty, ...], int]:
    """The first few and the total number; one query."""
    rows = list(found.annotate(in_all=Window(Count("pk")))[:SHOWN])
    return tuple(_duty(each, acting) for each in rows), getattr(rows[0], "in_all", 0) if rows else 0


def my_duties(acting: Acting) -> list[Duty]:
    """Open duties of the posts this person holds, soonest first."""
    waiting = Occurrence.objects.owed_by(acting).open()
    return [_duty(each, acting) for each in waiting.select_related("unit").order_by("due_at", "pk")]


def is_mine(occurrence: Occurrence, acting: Acting) -> bool:
    """Whether a post this person holds owes the duty."""
    return occurrence.owing_post_id in acting.post_ids


def _duty(occurrence: Occurrence, acting: Acting) -> Duty:
    rule = duty_of(occurrence)
    words = regulations.version(occurrence.rulebook_version).vocabulary.evidence
    return Duty(occurrence, rule, tuple(words[name] for name in rule.evidence), is_mine(occurrence, acting))
