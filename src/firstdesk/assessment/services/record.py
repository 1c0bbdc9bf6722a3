"""Shared by the verbs of assessment: ledger entry, lock, deadlines, people to tell."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from firstdesk.assessment.models import Sheet
from firstdesk.assessment.selectors.sheets import serves
from firstdesk.common import clock
from firstdesk.common.refusals import Conflict, NotAllowed, at_field
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.services import Stateful
from firstdesk.regulations import selectors as regulations


def enter(row: Model, verb: str, noted: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    """One entry in the centre's chain, without words about anybody."""
    chain: str = row.ledger_chain  # type: ignore[attr-defined]
    ledger.append(replace(ledger.draft_for(row, verb, chain=chain, by=by, at=at), after=noted))


def lock(row: Stateful, *states: str) -> None:
    """Lock a row. Raises Conflict when it moved since the caller read it, NotAllowed unless it is in one of
    `states`."""
    rows = type(row)._default_manager.select_for_update(no_key=True)  # type: ignore[attr-defined]
    if rows.values_list("state", flat=True).get(pk=row.pk) != row.state:
        raise Conflict
    if row.state not in states:
        raise NotAllowed(_("This is not possible any more, or not yet: look at how far it is."))


def until(days: int, at: datetime) -> date:
    """The last day to appeal, so many working days from now."""
    calendar = regulations.current(at).calendar
    return calendar.add_workdays(clock.local(at).date(), days, provisional=True).date


def write(row: Model, **values: object) -> None:
    """Keep words and judgements on the row alone: the ledger says that they were given, not what they say."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def check_serves(unit: Unit, person: User | None, at: datetime) -> None:
    """Raises Refusal where the person holds no post in the unit or under it."""
    if person is not None and not serves(unit, person, at):
        raise at_field("person", _("%(person)s holds no post in “%(unit)s”.") % {"person": person, "unit": unit.name})


def concerned(unit: Unit, person: User | None, at: datetime) -> list[User]:
    """Whom to tell: the person, or the unit's leaders."""
    return [person] if person else directory.holders_of(directory.leader_posts(unit), at)


def sheet_url(sheet: Sheet) -> str:
    """Where it is read."""
    return f"/assessment/sheets/{sheet.pk}/"
