"""The single door through which a case, and what belongs to it, changes: state, record and clocks, all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Conflict, NotAllowed
from firstdesk.common.transactions import joined
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.matters.services import occasion
from firstdesk.mediation.models import Case, Seat
from firstdesk.obligations import services as obligations
from firstdesk.obligations.services import Owes


@dataclass(frozen=True)
class Change:
    """What else changes with an event: a session, an agreement, a promise, a confirmation."""

    subject: models.Model
    to: str | None = None
    changes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Happening:
    """One event in the life of a case, and what changes with it."""

    event: str  # key of states.EVENT
    to: str | None = None  # the case's new state; None: it stays
    changes: Mapping[str, object] = field(default_factory=dict)  # fields of the case
    also: Sequence[Change] = ()
    noted: Mapping[str, object] = field(default_factory=dict)  # only for the record; never words, never persons
    reason: str = ""  # a code or a short fixed reason; free words stay on their row
    part: str = ""  # of one promise alone; "": of the case
    due_on: date | None = None  # the day agreed, for clocks that run to it
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
    _tick(case, happening, at)
    return entry


def _hold(case: Case) -> None:
    """Raises Conflict where somebody changed the case after the caller read it."""
    stored = Case.objects.select_for_update(no_key=True).values_list("state", "edition").get(pk=case.pk)
    if stored != (case.state, case.edition):
        raise Conflict


def _moved(change: Change) -> dict[str, object]:
    """Move what belongs to the case under the case's lock, by its own table of moves."""
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


def _tick(case: Case, happening: Happening, at: datetime) -> None:
    heard = occasion(case.matter, happening.event, at)
    facts = {**heard.facts, "grade": case.grade, "profile": case.profile, **happening.facts}
    obligations.on_event(
        replace(
            heard,
            part=happening.part or case.part,
            label=case.number,
            facts=facts,
            owes=owes(case),
            restricted=True,
            due_on=happening.due_on,
        )
    )


def owes(case: Case) -> Owes | None:
    """Who owes what a case promises: its leading mediator; before there is one, whoever answers for the matter."""
    seat = Seat.objects.filter(case=case, role=Seat.Role.CHAIR, left_at=None).select_related("mediator").first()
    return Owes(case.matter.responsible_unit_id, person_id=seat.mediator.user_id) if seat else None
