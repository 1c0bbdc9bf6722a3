"""An entry in the record of the centre, and a word to people."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import Model

from firstdesk.assessment.models import Sheet
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor


def enter(row: Model, verb: str, noted: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    """One entry; no words about anybody in it."""
    chain: str = row.ledger_chain  # type: ignore[attr-defined]
    ledger.append(replace(ledger.draft_for(row, verb, chain=chain, by=by, at=at), after=noted))


def write(row: Model, **values: object) -> None:
    """Words and judgements are kept on the row alone: the record of the centre says that they were given, not what they say."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def concerned(unit: Unit, person: User | None, at: datetime) -> list[User]:
    """The person, or who leads the unit."""
    return [person] if person else directory.holders_of(directory.leader_posts(unit), at)


def sheet_url(sheet: Sheet) -> str:
    """Where it is read."""
    return f"/assessment/sheets/{sheet.pk}/"
