"""The single door through which a matter changes: state, record, who answers for it, and its clocks, all at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from firstdesk.common.refusals import Conflict
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Post, Unit, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters import states
from firstdesk.matters.models import Involvement, Matter
from firstdesk.matters.policies import changes_since
from firstdesk.matters.selectors import concerned, facts_of
from firstdesk.matters.states import State
from firstdesk.obligations import services as obligations
from firstdesk.obligations.services import Occasion, Owes

Part = Involvement.Part
ONLY_IN_HANDLING = frozenset({"handling"})  # a matter triaged and sent on is not yet being handled
SEEN = ("pk", "state", "responsible_unit_id", "responsible_post_id", "responsible_person_id", "changed_at")


@dataclass(frozen=True)
class Responsible:
    """Who answers for a matter: a unit, and in it one queue or one person."""

    unit: Unit
    post: Post | None = None
    person: User | None = None

    @property
    def owes(self) -> Owes:
        return Owes(
            self.unit.pk,
            self.post.pk if self.post and not self.person else None,
            self.person.pk if self.person else None,
        )


def queue(unit: Unit, purpose: str) -> Responsible:
    """The queue of a unit that receives for a purpose. Raises NoSuchPost."""
    return Responsible(unit=unit, post=directory.queue_of(unit, purpose))


def person(unit: Unit, user: User) -> Responsible:
    """One person of a unit."""
    return Responsible(unit=unit, person=user)


def responsible_of(matter: Matter) -> Responsible:
    """Who answers for a matter now."""
    return Responsible(matter.responsible_unit, matter.responsible_post, matter.responsible_person)


@dataclass(frozen=True)
class Step:
    """One event in the life of a matter, and what changes with it."""

    to: str | None  # the new state; None: the event is recorded and moves clocks, the state stays
    event: str  # key of states.EVENT
    reason: str = ""
    changes: Mapping[str, object] = field(default_factory=dict)  # fields of the matter
    noted: Mapping[str, object] = field(default_factory=dict)  # only for the record
    responsible: Responsible | None = None  # from now on; None: as before
    owes: Responsible | None = None  # who owes the clocks this event starts, where that is not the responsible one
    involves: Sequence[tuple[Unit, str]] = ()  # units that may read the matter from now on, and their part
    facts: Mapping[str, str] = field(default_factory=dict)  # beside those of the matter itself
    part: str = ""  # the event is of one part of the matter, and moves the clocks of that part alone


@dataclass(frozen=True)
class Advance:
    """A step of one matter at one moment, for the batch form."""

    matter: Matter
    step: Step
    at: datetime


@transaction.atomic
def advance(matter: Matter, step: Step, *, by: Actor, at: datetime) -> Matter:
    """Take one step. Raises NotAllowed where the table of moves has no such arrow, Conflict where the race is lost."""
    return advance_many([Advance(matter, step, at)], by=by)[0]


@transaction.atomic
def advance_many(advances: Sequence[Advance], *, by: Actor) -> list[Matter]:
    """Take one step with each of several matters, all or none; the queries do not grow with their number."""
    _check_fresh(advances)
    before = [each.matter.responsible_unit_id for each in advances]
    offered = [each.matter for each in advances if each.matter.state == State.OFFERED]
    ledger.move_many([ledger.Moving(each.matter, _move(each, by), each.at) for each in advances], by=by)
    _release([matter for matter in offered if matter.state != State.OFFERED])
    involve([(each.matter, unit, part, each.at) for each in advances for unit, part in _involved(each)])
    obligations.on_events([_occasion_of(each, unit_id) for each, unit_id in zip(advances, before, strict=True)])
    return [each.matter for each in advances]


def _check_fresh(advances: Sequence[Advance]) -> None:
    """Lock the rows; raises Conflict where somebody changed a matter after the caller read it."""
    rows = (
        Matter.objects.select_for_update(no_key=True)
        .filter(pk__in=[each.matter.pk for each in advances])
        .order_by("pk")
    )
    stored = set(rows.values_list(*SEEN))
    for each in advances:
        if tuple(getattr(each.matter, name) for name in SEEN) not in stored:
            raise Conflict(details=changes_since(each.matter, each.matter.changed_at))


def _move(each: Advance, by: Actor) -> ledger.Move:
    step = each.step
    changes = dict(step.changes) | {"changed_at": each.at}
    if step.to in states.ENDED:
        changes |= {"ended_at": each.at, "ended_by_id": by.person_id, "ended_reason": step.reason}
    elif step.to is not None and each.matter.ended_at is not None:
        changes |= {"ended_at": None, "ended_by_id": None, "ended_reason": ""}
    if step.responsible is not None:
        changes |= responsible_fields(step.responsible)
    return ledger.Move(
        to=step.to,
        verb=step.event,
        reason=step.reason,
        changes=changes,
        noted=step.noted,
        rulebook_version=each.matter.rulebook_version,
    )


def responsible_fields(responsible: Responsible) -> dict[str, object]:
    """The three columns that say who answers."""
    return {
        "responsible_unit": responsible.unit,
        "responsible_post": None if responsible.person else responsible.post,
        "responsible_person": responsible.person,
    }


def _involved(each: Advance) -> Iterable[tuple[Unit, str]]:
    yield from each.step.involves
    if each.step.responsible is not None and each.step.responsible.unit.pk != each.matter.centre_id:
        yield each.step.responsible.unit, Part.LEAD


def _release(matters: Sequence[Matter]) -> None:
    """A unit is asked only while a matter awaits acceptance; then it leads, has objected, or is asked no longer."""
    if matters:
        asked = Involvement.objects.filter(matter__in=matters, part=Part.OFFERED)
        asked.update(part=Part.RELEASED)


def involve(parts: Iterable[tuple[Matter, Unit, str, datetime]]) -> None:
    """Let units read matters; a unit that already has a part gets the new one."""
    Involvement.objects.bulk_create(
        involved(parts), update_conflicts=True, unique_fields=["matter", "unit"], update_fields=["part", "since"]
    )


def involved(parts: Iterable[tuple[Matter, Unit, str, datetime]]) -> list[Involvement]:
    """The rows that say so: one for a unit and a matter, the last part named; a centre needs none beside its own."""
    rows = {
        (matter.pk, unit.pk): Involvement(matter=matter, unit=unit, part=part, since=at)
        for matter, unit, part, at in parts
        if unit.pk != matter.centre_id or part == Part.CENTRE
    }
    return list(rows.values())


def _occasion_of(each: Advance, answered_before: int) -> Occasion:
    heard = occasion(each.matter, each.step.event, each.at)
    return replace(
        heard,
        facts={**heard.facts, **each.step.facts},
        part=each.step.part,
        owes=each.step.owes.owes if each.step.owes else None,
        taken_from=answered_before if each.step.responsible else None,
        ends=each.matter.state in states.ENDED,
    )


def occasion(matter: Matter, event: str, at: datetime) -> Occasion:
    """An event of a matter, as obligations hears of it."""
    return Occasion(
        matter_id=matter.pk,
        event=event,
        at=at,
        centre_id=matter.centre_id,
        centre_kind=matter.centre_kind,
        rulebook_version=matter.rulebook_version,
        facts=facts_of(matter, at),
        answering=answering(matter),
        label=matter.number,
        compartment_id=matter.compartment_id,
        restricted=matter.is_restricted,
        kept_from=concerned(matter),
        barred=frozenset() if matter.state == State.HANDLING else ONLY_IN_HANDLING,
    )


def answering(matter: Matter) -> Owes:
    """Who answers for a matter, as obligations knows them."""
    return Owes(matter.responsible_unit_id, matter.responsible_post_id, matter.responsible_person_id)
