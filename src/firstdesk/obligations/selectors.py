"""Questions about what is due."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db.models import Count, Q, QuerySet

from firstdesk.common.language import lang
from firstdesk.directory.scope import Acting
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock, ClockQuerySet, Occurrence
from firstdesk.obligations.states import ClockState, OccurrenceState, Outcome
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.explain import explain as explain_verdict
from firstdesk.rulebook.model import DutyRule, Lang, Text
from firstdesk.rulebook.verdicts import DeadlineVerdict

OWING = ("owing_unit", "owing_post", "owing_person", "centre")
POST_OF_ACTOR = {"head": "director"}  # the head of a police office stands at its director's post


class Kept(Protocol):
    """A matter, as far as clocks need to know it: contexts below `matters` cannot name it."""

    pk: int


def open_for(matter_id: int) -> list[Clock]:
    """The running and paused clocks of a matter, the one that breaks first on top."""
    return list(Clock.objects.filter(matter_id=matter_id).open().select_related(*OWING).order_by("due_at", "pk"))


def ended_for(matter_id: int) -> list[Clock]:
    """What was kept, late or lapsed, newest first."""
    stopped = Clock.objects.filter(matter_id=matter_id, state=ClockState.STOPPED)
    return list(stopped.select_related(*OWING).order_by("-stopped_at", "-pk"))


def for_matters(matter_ids: Collection[int]) -> dict[int, Clock]:
    """Of each matter the running clock that breaks first."""
    running = Clock.objects.filter(matter_id__in=matter_ids, state=ClockState.RUNNING)
    return {clock.matter_id: clock for clock in running.order_by("matter_id", "-due_at", "-pk")}


def rule_title(clock: Clock) -> Text:
    """What the clock promises."""
    return timing.rule_of(clock).title


def explain(clock: Clock, lang: Lang) -> tuple[str, ...]:
    """Why it is due when it is due: clause, figure, calendar, arithmetic, day by day."""
    return explain_verdict(DeadlineVerdict.from_json(clock.verdict), regulations.version(clock.rulebook_version), lang)


@dataclass(frozen=True)
class ClockLine:
    """A clock on a page."""

    clock: Clock
    title: Text
    clauses: tuple[str, ...]
    sentences: tuple[str, ...]


def panel(matter: Kept, acting: Acting) -> dict[str, object] | None:
    """The clocks of a matter for its page: what runs, each with its explanation, and what ran."""
    running, ended = open_for(matter.pk), ended_for(matter.pk)
    if not running and not ended:
        return None
    return {"running": [_line(clock) for clock in running], "ended": [_line(clock) for clock in ended]}


def _line(clock: Clock) -> ClockLine:
    rule = timing.rule_of(clock)
    return ClockLine(clock, rule.title, rule.clauses, explain(clock, lang()))


def due_list(acting: Acting, at: datetime, *, whose: str = "all", which: str = "all") -> ClockQuerySet:
    """Open clocks the person may see, the latest first: `whose` mine|unit|all, `which` late|warned|all."""
    clocks = Clock.objects.visible_to(acting).open().select_related(*OWING)
    if whose == "mine":
        clocks = clocks.owed_by(acting)
    elif whose == "unit":
        clocks = clocks.filter(owing_unit__in=acting.unit_ids)
    if which == "late":
        clocks = clocks.late(at)
    elif which == "warned":
        clocks = clocks.warned(at)
    return clocks.order_by("due_at", "pk")


@dataclass(frozen=True)
class Tally:
    """How well a promise was kept in a month."""

    kept: int
    late: int

    @property
    def total(self) -> int:
        return self.kept + self.late


def kept_and_late(rule_ids: Collection[str], month: date, unit_id: int | None = None) -> dict[str, Tally]:
    """Promises of these rules that ended in the month of `month`, or broke in it and still run, per rule."""
    first = timing.start_of(month.replace(day=1))
    after = timing.start_of(timing.next_month(month))
    clocks = Clock.objects.filter(rule_id__in=rule_ids, is_promise=True)
    if unit_id is not None:
        clocks = clocks.filter(owing_unit=unit_id)
    ended = Q(stopped_at__gte=first, stopped_at__lt=after)
    broken = Q(state=ClockState.RUNNING, breached_at__gte=first, breached_at__lt=after)
    rows = (
        clocks.filter(ended | broken)
        .values("rule_id")
        .annotate(
            kept=Count("pk", filter=Q(outcome=Outcome.KEPT)), late=Count("pk", filter=Q(outcome=Outcome.LATE) | broken)
        )
    )
    return {row["rule_id"]: Tally(row["kept"], row["late"]) for row in rows.order_by("rule_id")}


@dataclass(frozen=True)
class Affected:
    """A running clock that another version of the rules would time otherwise."""

    clock: Clock
    rule_id: str
    due_at: datetime


def affected_by(old: str, new: str) -> Iterator[Affected]:
    """The open clocks of version `old` whose due moment version `new` would change, the most pressing first."""
    clocks = Clock.objects.filter(rulebook_version=old).open().select_related(*OWING).order_by("due_at", "pk")
    for clock in clocks.iterator(chunk_size=2000):
        rule = timing.picked(new, clock.centre_kind, clock.code, clock.facts, timing.day_of(clock.started_at))
        if rule is None:
            continue
        pauses = [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in clock.pauses]
        verdict = timing.counted(new, rule, clock.started_at, pauses)
        if verdict.due != clock.due_at:
            yield Affected(clock, rule.id, verdict.due)


def running_versions() -> dict[str, int]:
    """The versions that open clocks run under, with how many each."""
    rows = Clock.objects.open().values("rulebook_version").annotate(clocks=Count("pk")).order_by("-clocks")
    return {row["rulebook_version"]: row["clocks"] for row in rows}


def duties_of(book: Rulebook, centre_kind: str) -> list[DutyRule]:
    """The recurring duties of a kind of centre: those of its own regulation."""
    own = book.centre(centre_kind).adopts[0]
    return [rule for rule in book.rules.values() if isinstance(rule, DutyRule) and rule.regulation == own]


def duty_of(occurrence: Occurrence) -> DutyRule:
    """The rule of a duty, in the version it was scheduled under."""
    return regulations.version(occurrence.rulebook_version).duty(occurrence.rule_id)


def post_code(actor: str) -> str:
    """The post at which the actor named by a duty stands."""
    return POST_OF_ACTOR.get(actor, actor)


@dataclass(frozen=True)
class Duty:
    """A duty on a page."""

    occurrence: Occurrence
    rule: DutyRule
    evidence: tuple[Text, ...]
    mine: bool


def duties_for(acting: Acting) -> list[Duty]:
    """The duties not yet done of the units the person may read, soonest first; `mine` where their post owes it."""
    within = Q(unit__in=acting.unit_ids)
    for path in acting.subtree_paths:
        within |= Q(unit__path__startswith=path)
    waiting = Occurrence.objects.filter(within).exclude(state=OccurrenceState.DONE)
    return [_duty(each, acting) for each in waiting.select_related("unit").order_by("due_at", "pk")]


def my_duties(acting: Acting) -> list[Duty]:
    """The duties that wait for this person's post."""
    return [duty for duty in duties_for(acting) if duty.mine]


def _duty(occurrence: Occurrence, acting: Acting) -> Duty:
    rule = duty_of(occurrence)
    words = regulations.version(occurrence.rulebook_version).vocabulary.evidence
    mine = occurrence.unit_id == acting.unit.pk and acting.post.code == post_code(rule.actor)
    return Duty(occurrence, rule, tuple(words[name] for name in rule.evidence), mine)


def done_duties(acting: Acting) -> QuerySet[Occurrence]:
    """The duties done in the units the person belongs to, newest first."""
    done = Occurrence.objects.filter(unit__in=acting.unit_ids, state=OccurrenceState.DONE)
    return done.select_related("unit", "done_by").order_by("-done_at", "-pk")


def lines(clocks: Sequence[Clock]) -> list[ClockLine]:
    """Clocks of a list, each with the words of its rule and its explanation."""
    return [_line(clock) for clock in clocks]
