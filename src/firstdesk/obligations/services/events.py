"""Events of matters start, pause, resume and stop clocks as the rules say."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from firstdesk.common.bulk import insert_rows, update_rows
from firstdesk.common.transactions import joined
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import VOIDING, ClockState, Outcome
from firstdesk.rulebook.model import DeadlineRule


@dataclass(frozen=True)
class Owes:
    """Who owes a clock: a unit, and in it a queue or a person."""

    unit_id: int
    post_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Occasion:
    """An event of a matter with everything the rules may ask about it."""

    matter_id: int
    event: str
    at: datetime
    centre_id: int
    centre_kind: str
    rulebook_version: str
    facts: Mapping[str, str]
    answering: Owes  # who answers for the matter after the event
    owes: Owes | None = None  # who owes the clocks it starts, where that is somebody else
    label: str = ""  # the matter's number
    part: str = ""  # of one part of the matter alone: what it starts is that part's, and only that is stopped or rested
    barred: frozenset[str] = frozenset()  # clocks that do not start on this occasion
    taken_from: int | None = None  # the unit that answered before: what it still owes goes to `answering`
    restricted: bool = False  # confidential or compartmented: lists show its clocks only to those who owe them
    compartment_id: int | None = None  # the closed circle that alone hears of it
    kept_from: frozenset[int] = frozenset()  # the people it is about: they neither hear nor see anything of it
    ends: bool = False  # the matter is over: nothing runs on but what outlives it by its rule
    due_on: date | None = None  # the date agreed in a record, for what it starts that runs to one


@transaction.atomic
def on_event(occasion: Occasion) -> list[Clock]:
    """Apply one event to the clocks of one matter; returns the clocks changed or started."""
    return on_events([occasion])


@joined
def on_events(occasions: Sequence[Occasion], *, begins: bool = False) -> list[Clock]:
    """Apply events in order, in a handful of queries however many there are.

    `begins`: the matters were created in this transaction, so none of their clocks runs yet."""
    matters = {occasion.matter_id for occasion in occasions}
    if not matters:
        return []
    table = _Table(() if begins else _running(matters))
    for occasion in occasions:
        for clock in table.open_of(occasion.matter_id, occasion.part):
            _touch(clock, occasion, table)
            _hand_over(clock, occasion, table)
            _shield(clock, occasion, table)
        if not occasion.ends:
            _start(occasion, table)
    table.save()
    return [clock for clock, _ in table.changed.values()]


def _running(matters: Collection[int]) -> Iterable[Clock]:
    held = Clock.objects.select_for_update(no_key=True).filter(matter_id__in=matters)
    return held.exclude(state=ClockState.STOPPED).order_by("pk")


def keep_from(matter_id: int, people: frozenset[int]) -> None:
    """Part of the verbs that hide a matter from people: hides its clocks from them, too."""
    Clock.objects.filter(matter_id=matter_id).update(kept_from=_list(people))


class _Table:
    """Open clocks of the matters at hand and changes to them, written back together."""

    def __init__(self, clocks: Iterable[Clock]) -> None:
        self.changed: dict[int, tuple[Clock, frozenset[str]]] = {}
        self.timed: dict[tuple[object, ...], Clock] = {}  # one of those that begin alike
        self._open: dict[int, dict[tuple[str, str], Clock]] = defaultdict(dict)
        for clock in clocks:
            self._open[clock.matter_id][clock.code, clock.part] = clock

    def open_of(self, matter_id: int, part: str) -> list[Clock]:
        """Clocks an event applies to: all of the matter, or those of the part it names."""
        found = (clock for clock in self._open[matter_id].values() if clock.state != ClockState.STOPPED)
        return [clock for clock in found if part in ("", clock.part)]

    def has_open(self, matter_id: int, code: str, part: str) -> bool:
        found = self._open[matter_id].get((code, part))
        return found is not None and found.state != ClockState.STOPPED

    def add(self, clock: Clock) -> None:
        self._open[clock.matter_id][clock.code, clock.part] = clock
        self.note(clock, NEW)

    def note(self, clock: Clock, fields: frozenset[str]) -> None:
        _, before = self.changed.get(id(clock), (clock, frozenset()))
        self.changed[id(clock)] = clock, before | fields

    def save(self) -> None:
        """Write changed clocks before new ones: a stopped clock must make room for its successor."""
        groups: dict[frozenset[str], list[Clock]] = defaultdict(list)
        for clock, fields in self.changed.values():
            groups[fields if clock.pk else NEW].append(clock)
        fresh = groups.pop(NEW, [])
        for fields, clocks in groups.items():
            update_rows(clocks, fields)
        insert_rows(fresh)


NEW: frozenset[str] = frozenset()
ENDING = frozenset({"state", "outcome", "stopped_at", "stop_event", "next_alarm_at"})
PAUSING = frozenset({"state", "paused_at", "next_alarm_at"})
OWING = frozenset({"owing_unit", "owing_post", "owing_person", "handed", "handed_at"})
SHIELD = frozenset({"is_restricted", "compartment", "kept_from"})
TIMING = frozenset({
    "rule_id", "rulebook_version", "due_at", "warn_at", "next_alarm_at", "breached_at", "pauses", "is_promise",
    "is_advisory", "is_provisional", "verdict", "extensions", "escalated_level", "escalated_at",
    "facts", "shortened",
})  # fmt: skip


def _touch(clock: Clock, occasion: Occasion, table: _Table) -> None:
    rule = timing.rule_of(clock)
    was_paused = clock.state == ClockState.PAUSED
    if occasion.event in rule.stop:
        stop(clock, occasion.event, occasion.at)
    elif occasion.ends and not rule.outlives:
        stop(clock, occasion.event, occasion.at, voided=True)
    elif clock.state == ClockState.RUNNING and any(occasion.event == pause.start for pause in rule.pause):
        clock.state, clock.paused_at, clock.next_alarm_at = ClockState.PAUSED, occasion.at, None
    elif was_paused and any(occasion.event == pause.until for pause in rule.pause):
        _resume(clock, rule, occasion.at)
    if clock.state == ClockState.STOPPED:
        table.note(clock, ENDING)
    if was_paused or clock.state == ClockState.PAUSED:
        table.note(clock, PAUSING | TIMING)


def stop(clock: Clock, event: str, at: datetime, *, voided: bool = False) -> None:
    """Stop a clock in memory. A pause still running ends with it and counts in its favour."""
    if clock.state == ClockState.PAUSED:
        _resume(clock, timing.rule_of(clock), at)
    in_time = Outcome.MOOT if voided or event in VOIDING else Outcome.KEPT
    clock.state, clock.outcome = ClockState.STOPPED, Outcome.LATE if at > clock.due_at else in_time
    clock.stopped_at, clock.stop_event, clock.next_alarm_at = at, event, None


def _resume(clock: Clock, rule: DeadlineRule, at: datetime) -> None:
    assert clock.paused_at is not None  # the table of constraints says so for a paused clock
    if at > clock.paused_at:
        clock.pauses = [*clock.pauses, [clock.paused_at.isoformat(), at.isoformat()]]
    clock.state, clock.paused_at = ClockState.RUNNING, None
    timing.set_by(clock, rule, at)


def _hand_over(clock: Clock, occasion: Occasion, table: _Table) -> None:
    if clock.state == ClockState.STOPPED or clock.owing_unit_id != occasion.taken_from or clock.part != occasion.part:
        return  # what another unit owes for a part of the matter stays with that unit
    owes = occasion.answering
    clock.handed, clock.handed_at = [*(clock.handed or []), [clock.owing_unit_id, occasion.at.isoformat()]], occasion.at
    clock.owing_unit_id, clock.owing_post_id, clock.owing_person_id = owes.unit_id, owes.post_id, owes.person_id
    table.note(clock, OWING)


def _shield(clock: Clock, occasion: Occasion, table: _Table) -> None:
    """Hide running clocks of a matter that became confidential."""
    wanted = (occasion.restricted, occasion.compartment_id, _list(occasion.kept_from))
    if (clock.is_restricted, clock.compartment_id, clock.kept_from) != wanted:
        clock.is_restricted, clock.compartment_id, clock.kept_from = wanted
        table.note(clock, SHIELD)


def _facts(occasion: Occasion, rule: DeadlineRule) -> dict[str, str]:
    """The facts the rule asked for, with the agreed date so that a recount finds it again."""
    if occasion.due_on is None or not timing.to_agreed_date(rule):
        return dict(occasion.facts)
    return {**occasion.facts, timing.DUE_ON: occasion.due_on.isoformat()}


def _list(people: frozenset[int]) -> list[int] | None:
    return sorted(people) or None


def _start(occasion: Occasion, table: _Table) -> None:
    version, kind = occasion.rulebook_version, occasion.centre_kind
    for code in timing.clocks_started_by(version, kind, occasion.event):
        if code in occasion.barred or table.has_open(occasion.matter_id, code, occasion.part):
            continue
        rule = timing.picked(version, kind, code, occasion.facts, timing.day_of(occasion.at))
        if rule is not None and occasion.event in rule.start:
            table.add(_new(occasion, rule, table.timed))


def _new(occasion: Occasion, rule: DeadlineRule, timed: dict[tuple[object, ...], Clock]) -> Clock:
    owes = occasion.owes or occasion.answering
    clock = Clock(
        matter_id=occasion.matter_id,
        part=occasion.part,
        label=occasion.label,
        is_restricted=occasion.restricted,
        compartment_id=occasion.compartment_id,
        kept_from=_list(occasion.kept_from),
        code=rule.clock,
        rulebook_version=rule.version,
        centre_kind=occasion.centre_kind,
        centre_id=occasion.centre_id,
        facts=_facts(occasion, rule),
        started_at=occasion.at,
        owing_unit_id=owes.unit_id,
        owing_post_id=owes.post_id,
        owing_person_id=owes.person_id,
        sender_post_id=occasion.answering.post_id,
        sender_person_id=occasion.answering.person_id,
    )
    alike = timed.setdefault((rule.version, rule.id, occasion.at, clock.facts.get(timing.OWN)), clock)
    if alike is clock:
        timing.set_by(clock, rule, occasion.at)
    else:
        timing.set_like(clock, alike)
    return clock
