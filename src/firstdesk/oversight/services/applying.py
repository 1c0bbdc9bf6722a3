"""Asking for more time, for rest, for an end without an answer, or for another classification; and what is decided.

What is approved happens through the verb that owns it, by the approver, in the same transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal, at_field
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Responsible
from firstdesk.matters.states import State
from firstdesk.obligations.models import Clock
from firstdesk.oversight import policies
from firstdesk.oversight.models import Application
from firstdesk.oversight.selectors.approval import deciders, deciding_posts, leave_for
from firstdesk.oversight.selectors.counting import unit_of
from firstdesk.oversight.services import tell
from firstdesk.oversight.services.carrying import Grant, carry_out
from firstdesk.oversight.services.record import await_decision, hold
from firstdesk.oversight.services.supervising import lift_all
from firstdesk.oversight.states import ApplicationState, Kind
from firstdesk.regulations import selectors as regulations
from firstdesk.triage.policies import check_reclassify
from firstdesk.triage.selectors.routes import Classification, check_values, rulebook_of


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is applied for, and why."""

    kind: str
    reason: str
    clock: Clock | None = None  # extension: of which promise
    amount: int | None = None  # extension: by how much, counted as the promise itself is
    until: date | None = None  # suspension: the day on which work goes on by itself
    awaits: str = ""  # suspension: the event it waits for, where no day is known
    values: Mapping[str, Any] = field(default_factory=dict)  # reclassification: nature, topic, urgency, grade, remit


@transaction.atomic
def apply(matter: Matter, wish: Wish, *, by: Actor, at: datetime) -> Application:
    """Ask. One application of a kind is open at a time; the rules name who decides, never the applicant."""
    policies.check_applicant(matter, by)
    held = hold(matter)
    if not wish.reason.strip():
        raise at_field("reason", _("Say why; whoever decides reads it."))
    if Application.objects.filter(matter=held, kind=wish.kind, state=ApplicationState.ASKED).exists():
        raise Refusal(_("One application of this kind waits for its decision already."))
    leave = leave_for(held, wish.kind, at)
    unit_of_time = ""
    if wish.kind == Kind.EXTENSION:
        clock = _clock_of(held, wish.clock)
        unit_of_time = unit_of(clock)
        policies.check_extension(clock, by, leave, at)
        policies.check_amount(wish.amount, unit_of_time, leave)
    else:
        _check_possible(held, wish)
        policies.check_rest(wish.kind, wish.until, wish.awaits, at)
    row = Application(
        matter=held, kind=wish.kind, clock=wish.clock, amount=wish.amount if wish.clock else None,
        unit_of_time=unit_of_time, values=dict(wish.values), until=wish.until, awaits=wish.awaits.strip(), reason=wish.reason.strip(), unit_id=by.unit_id or 0,
        asked_at=at, asked_by_id=by.by_id, approver=leave.approver, verdict=leave.verdict.to_json(),
    )  # fmt: skip
    people = deciders(row, at)
    if not people:
        raise Refusal(
            _("Nobody may decide this: whoever holds the posts that could asks for it or is concerned by the matter, and "
              "there is no centre above. Ask the administrator to appoint somebody.")
        )  # fmt: skip
    row.save(force_insert=True)
    ledger.append(_draft(row, held, leave.verdict.version, by=by, at=at))
    post = deciding_posts(row, at)[0]
    await_decision(held, row, "application.asked", Responsible(post.unit, post=post), at=at)
    tell.asked(row, people, at=at)
    return row


def _clock_of(matter: Matter, clock: Clock | None) -> Clock:
    if clock is None or clock.matter_id != matter.pk:
        raise at_field("clock", _("Choose the promise that needs more time."))
    return clock


def _check_possible(matter: Matter, wish: Wish) -> None:
    """What could not be done if it were approved now is not asked for."""
    if wish.kind == Kind.RECLASSIFICATION:
        check_reclassify(matter)
        check_values(rulebook_of(matter), Classification(**wish.values))
        return
    to = State.SUSPENDED if wish.kind == Kind.SUSPENSION else State.INVALID
    if to not in matter.moves[matter.state]:
        raise NotAllowed(
            _("%(number)s is “%(state)s”; this cannot be applied for now.")
            % {"number": matter.number, "state": matter.get_state_display()}
        )


def _draft(row: Application, matter: Matter, version: str, *, by: Actor, at: datetime) -> ledger.Draft:
    """The record has what and who; the words stand on the row."""
    after: dict[str, object] = {**_what(row), "approver": row.approver}
    if row.clock is not None:
        after |= {"clock": row.clock.code, "amount": row.amount, "unit": row.unit_of_time}
    return ledger.Draft(
        chain=matter.ledger_chain,
        verb="application.asked",
        by=by,
        at=at,
        subject_kind=row._meta.label,
        subject_id=row.pk,
        after=after,
        rulebook_version=version,
    )


@transaction.atomic
def approve(row: Application, *, grant: Grant, by: Actor, at: datetime) -> Application:
    """Grant it, and do it. Refused as a whole where the thing itself can no longer be done."""
    held = _waiting(row, by, at)
    _move(row, ApplicationState.APPROVED, grant.words, by=by, at=at)
    await_decision(held, row, "application.approved", None, at=at)
    carry_out(row, held, grant, by=by, at=at)
    tell.decided(row, at=at)
    return row


@transaction.atomic
def refuse(row: Application, *, reason: str, by: Actor, at: datetime) -> Application:
    """Say no, and why."""
    held = _waiting(row, by, at)
    if not reason.strip():
        raise at_field("words", _("Say why not; the applicant reads it."))
    _move(row, ApplicationState.REFUSED, reason, by=by, at=at)
    await_decision(held, row, "application.refused", None, at=at)
    tell.decided(row, at=at)
    return row


@transaction.atomic
def withdraw(row: Application, *, by: Actor, at: datetime) -> Application:
    """Whoever applied no longer wants it."""
    if by.person_id != row.asked_by_id:
        raise NotAllowed(_("Only the person who applied takes it back."))
    policies.check_asked(row)
    held = hold(row.matter)
    _move(row, ApplicationState.WITHDRAWN, "", by=by, at=at)
    await_decision(held, row, "application.withdrawn", None, at=at)
    return row


@transaction.atomic
def lapse(matter: Matter, *, at: datetime) -> int:
    """The matter has ended: what still waits for a decision needs none. Returns how many."""
    waiting = list(Application.objects.filter(matter=matter, state=ApplicationState.ASKED).order_by("pk"))
    if matter.is_open:
        return 0
    for row in waiting:
        _move(row, ApplicationState.LAPSED, "", by=Actor.system("oversight"), at=at)
    lift_all(matter, by=Actor.system("oversight"), at=at)
    return len(waiting)


def _waiting(row: Application, by: Actor, at: datetime) -> Matter:
    """Still to be decided, by this person; the matter locked and open."""
    held = hold(row.matter)
    stored = Application.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.pk)
    policies.check_asked(stored)
    policies.check_decider(row, by, at)
    if stored.state != row.state:
        raise Conflict
    return held


def _move(row: Application, to: ApplicationState, words: str, *, by: Actor, at: datetime) -> None:
    row.decision = words.strip()
    Application.objects.filter(pk=row.pk).update(decision=row.decision)
    changes = {"decided_at": at, "decided_by_id": by.person_id}
    ledger.move(row, ledger.Move(to, f"application.{to}", changes=changes, noted=_what(row)), by=by, at=at)


def _what(row: Application) -> dict[str, object]:
    """What was applied for, in both languages as the rules call it."""
    words = regulations.version(row.verdict["version"]).facts["application"].values[row.kind]
    return {"kind": row.kind, "what": words.zh, "what_en": words.en}
