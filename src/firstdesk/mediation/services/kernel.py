"""The only way a case and what belongs to it changes: state, ledger entry and clocks together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Conflict, NotAllowed
from firstdesk.common.transactions import joined
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.matters.services import occasion
from firstdesk.mediation.models import Agreement, Case, Promise, Seat
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Clock
from firstdesk.obligations.services import Occasion, Owes
from firstdesk.obligations.states import ClockState


@dataclass(frozen=True)
class Change:
    """Another object that changes with the event: session, agreement, promise or confirmation."""

    subject: models.Model
    to: str | None = None
    changes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Happening:
    """One event of a case, and what changes with it."""

    event: str  # key of states.EVENT
    to: str | None = None  # the case's new state; None: it stays
    changes: Mapping[str, object] = field(default_factory=dict)  # fields of the case
    also: Sequence[Change] = ()
    noted: Mapping[str, object] = field(default_factory=dict)  # only for the record; never words, never persons
    reason: str = ""  # a code or a short fixed reason; free words stay on their row
    part: str = ""  # of one promise or agreement alone; "": of the case
    whole: bool = False  # of the case with all its promises and agreements; what is owed goes to whoever leads now
    due_on: date | None = None  # the day agreed, for clocks that run to it
    since: datetime | None = None  # when it came about in the world, where it is entered later: clocks count from then
    facts: Mapping[str, str] = field(default_factory=dict)


@joined
def happen(case: Case, happening: Happening, *, by: Actor, at: datetime) -> Entry:
    """Let it happen: one entry, one step of the case, its clocks. Raises NotAllowed and Conflict as `ledger.move`."""
    _hold(case)
    changed = {name: value for change in happening.also for name, value in _moved(change).items()}
    changes = {**happening.changes, "edition": case.edition + 1, "changed_at": at}
    step = ledger.Move(
        to=happening.to,
        verb=happening.event,
        reason=happening.reason,
        changes=changes,
        noted={"case": case.number, **changed, **happening.noted},
        rulebook_version=case.matter.rulebook_version,
    )
    entry = ledger.move(case, step, by=by, at=at)
    heard = _heard(case, happening, happening.since or at)
    obligations.on_events([replace(heard, **each) for each in _parts(case, happening)])
    return entry


def _hold(case: Case) -> None:
    """Lock the case. Raises Conflict when it changed since the caller read it."""
    stored = Case.objects.select_for_update(no_key=True).values_list("state", "edition").get(pk=case.pk)
    if stored != (case.state, case.edition):
        raise Conflict


def _moved(change: Change) -> dict[str, object]:
    """Change the other object by its own table of moves, under the lock of the case."""
    subject = change.subject
    old = getattr(subject, "state", None)
    changes = dict(change.changes)
    if change.to is not None:
        moves: Mapping[str, frozenset[str]] = subject.moves  # type: ignore[attr-defined]
        if change.to not in moves.get(str(old), frozenset()):
            said = getattr(subject, "get_state_display", lambda: old)()
            raise NotAllowed(_("This is not possible now: it is “%(old)s”.") % {"old": said})
        changes["state"] = change.to
    known = {"state": old} if old is not None else {}
    if hasattr(subject, "edition"):
        known["edition"] = subject.edition
        changes["edition"] = F("edition") + 1
    if changes and not type(subject)._default_manager.filter(pk=subject.pk, **known).update(**changes):
        raise Conflict
    for name, value in changes.items():
        setattr(subject, name, subject.edition + 1 if name == "edition" else value)  # type: ignore[attr-defined]
    return {subject._meta.model_name or "": {"id": subject.pk, "state": getattr(subject, "state", None)}}


def _heard(case: Case, happening: Happening, at: datetime) -> Occasion:
    heard = occasion(case.matter, happening.event, at)
    owing = owes(case)
    return replace(
        heard,
        part=happening.part or case.part,
        label=case.number,
        facts={**heard.facts, "grade": case.grade, "profile": case.profile, **happening.facts},
        owes=owing,
        answering=(owing or heard.answering) if happening.whole else heard.answering,
        restricted=True,
        due_on=happening.due_on,
    )


def _parts(case: Case, happening: Happening) -> list[dict[str, Any]]:
    """The parts whose clocks hear the event, and the unit each is taken from where another mediator leads now."""
    if not happening.whole:
        return [{}]
    parts = [case.part]
    parts += [each.part for each in Agreement.objects.filter(case=case)]
    parts += [each.part for each in Promise.objects.filter(term__agreement__case=case)]
    running = Clock.objects.filter(matter_id=case.matter_id, part__in=parts).exclude(state=ClockState.STOPPED)
    held = dict(running.values_list("part", "owing_unit"))
    return [{"part": part, "taken_from": unit} for part, unit in sorted(held.items())] or [{}]


def owes(case: Case) -> Owes | None:
    """Who owes the clocks of the case: the leading mediator, or before there is one whoever is responsible for the
    matter."""
    seat = Seat.objects.filter(case=case, role=Seat.Role.CHAIR, left_at=None).select_related("mediator").first()
    return Owes(case.matter.responsible_unit_id, person_id=seat.mediator.user_id) if seat else None
