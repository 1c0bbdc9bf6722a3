"""Shared by the verbs of checks: ledger entries, notices, proofs, and checks of days and words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.checks.models import Emptying, Finding, Inspection, Recheck, Seeking, Visit
from firstdesk.checks.selectors.reach import today
from firstdesk.common import validation
from firstdesk.common.refusals import Conflict, at_field
from firstdesk.common.transactions import joined
from firstdesk.files.models import File
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.obligations.services.proving import Shown, prove

Row = TypeVar("Row", Emptying, Seeking, Visit)

INSPECTED = gettext_noop("On %(day)s %(by)s inspects: %(subject)s.")
HANDED = gettext_noop("The inspection of %(day)s is handed over. Have your word by %(until)s.")
RAISED = gettext_noop("To be put right by %(due)s: %(title)s")
REMEDIED = gettext_noop("Put right, please look at it again: %(title)s")
RETURNED = gettext_noop("Not yet put right, now by %(due)s: %(title)s")
SETTLED = gettext_noop("Looked at again and settled: %(title)s")
ORDERED = gettext_noop("Supervision order, answer by %(due)s: %(title)s")
LATE = gettext_noop("Not put right in time (%(unit)s, due %(due)s): %(title)s")
DRAWN = gettext_noop("%(count)s closed matters were drawn for you to check again by %(due)s.")
IMPROVE = gettext_noop("An opinion is yours to improve on by %(due)s: %(number)s")


def enter(
    subject: models.Model, verb: str, noted: Mapping[str, object], *, chain: str, by: Actor, at: datetime
) -> None:
    """One entry about an object without states, or one that keeps its state."""
    draft = ledger.draft_for(subject, verb, chain=chain, by=by, at=at)
    ledger.append(replace(draft, after=noted))


@joined
def take(row: Finding | Inspection | Recheck, step: ledger.Move, *, by: Actor, at: datetime) -> None:
    """One step of something that may change without another state: its marks, its owner, an order about it.

    Raises Conflict where somebody changed it after the caller read it.
    """
    stored = type(row)._default_manager.select_for_update(no_key=True).values_list("changed_at", flat=True)
    if stored.get(pk=row.pk) != row.changed_at:
        raise Conflict
    ledger.move(row, replace(step, changes={**step.changes, "changed_at": at}), by=by, at=at)


@dataclass(frozen=True)
class Told:
    """What the ledger says of it."""

    verb: str
    noted: Mapping[str, object]


@dataclass(frozen=True)
class Shows:
    """What it proves, and where it can be seen."""

    kind: str
    url: str
    title: str
    file: File | None = None


def keep(row: Row, told: Told, shows: Shows, *, by: Actor, at: datetime) -> Row:
    """Store something that happened on a day: validate, save, enter, prove duties."""
    not_ahead(row.happened_on, "happened_on", at)
    validation.check(row, leave_out=("file",))
    row.save(force_insert=True)
    enter(row, told.verb, told.noted, chain=f"unit:{row.unit.pk}", by=by, at=at)
    ref = f"{row._meta.model_name}:{row.pk}"
    shown = Shown(
        kind=shows.kind, unit=row.unit, happened_on=row.happened_on, ref=ref, url=shows.url, title=shows.title,
        file=shows.file,
    )  # fmt: skip
    prove([shown], by=by, at=at)
    return row


def words_in(text: str, field: str) -> str:
    """The text, stripped. Raises Refusal for an empty one."""
    if not text.strip():
        raise at_field(field, _("Say it in a few words."))
    return text.strip()


def not_past(day: date | None, field: str, at: datetime) -> date:
    """A due day. Raises Refusal for a missing or past one."""
    if day is None:
        raise at_field(field, _("Name the day until which this is due."))
    if day < today(at):
        raise at_field(field, _("This day is over already; choose today or later."))
    return day


def not_ahead(day: date, field: str, at: datetime) -> None:
    """Raises Refusal for a day ahead, on which nothing can have happened yet."""
    if day > today(at):
        raise at_field(field, _("This day is still to come."))
