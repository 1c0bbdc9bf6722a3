"""Sensitive periods: declared by a director with a reason; they end by themselves, or earlier with a reason."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Conflict, Refusal, at_field
from firstdesk.directory.models import Unit, UnitKind
from firstdesk.ledger.actors import Actor
from firstdesk.obligations.models import Schedule, SensitivePeriod
from firstdesk.obligations.services.recording import Said, enter
from firstdesk.obligations.timing import day_of

LONGEST = 92  # days: what lasts longer is no exception


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A sensitive period as declared."""

    title: str
    reason: str
    first: date
    last: date


@transaction.atomic
def declare(centre: Unit, said: Declared, *, by: Actor, at: datetime) -> SensitivePeriod:
    """Declare a sensitive period: additional duties for this centre and those beneath."""
    if said.first < day_of(at):
        raise at_field("first", _("A sensitive period begins today or later: what is past cannot be asked for."))
    if said.last < said.first:
        raise at_field("last", _("The last day comes after the first."))
    if (said.last - said.first).days >= LONGEST:
        raise at_field("last", _("Three months at most; what lasts longer belongs into the rules."))
    if not said.reason.strip():
        raise at_field("reason", _("Give the reason; it stands beside every duty that tightens."))
    row = SensitivePeriod.objects.create(
        centre=centre, title=said.title.strip(), reason=said.reason.strip(), first=said.first, last=said.last,
        declared_at=at, declared_by_id=by.by_id,
    )  # fmt: skip
    after = {"title": row.title, "first": row.first.isoformat(), "last": row.last.isoformat()}
    said_of_it = Said(chain=row.ledger_chain, after=after, reason=row.reason)
    enter(row, "sensitive.declared", said_of_it, by=by, at=at)
    _again(centre)
    return row


@transaction.atomic
def end(period: SensitivePeriod, *, reason: str, by: Actor, at: datetime) -> SensitivePeriod:
    """End a period early. Duties it caused until now stay owed."""
    row = SensitivePeriod.objects.select_for_update(no_key=True).get(pk=period.pk)
    if row.ended_at is not None:
        raise Conflict
    if row.last < day_of(at):
        raise Refusal(_("It has ended by itself already."))
    if not reason.strip():
        raise at_field("reason", _("Say why it ends earlier."))
    row.ended_at, row.ended_by_id, row.end_reason = at, by.by_id, reason.strip()
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])
    said = Said(chain=row.ledger_chain, after={"title": row.title}, reason=reason.strip())
    enter(row, "sensitive.ended", said, by=by, at=at)
    _again(row.centre)
    return row


def _again(centre: Unit) -> None:
    """Have the duty lists of this centre and those beneath rebuilt in the next round."""
    beneath: QuerySet[Unit] = Unit.objects.filter(kind=UnitKind.CENTRE, path__startswith=centre.path)
    Schedule.objects.filter(centre__in=beneath).delete()
