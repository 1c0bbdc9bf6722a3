"""An entry in the record of the centre, and a word to people."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import Model

from firstdesk.assessment.models import Sheet
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send


def enter(row: Model, verb: str, noted: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    """One entry; no words about anybody in it."""
    chain: str = row.ledger_chain  # type: ignore[attr-defined]
    ledger.append(replace(ledger.draft_for(row, verb, chain=chain, by=by, at=at), after=noted))


def concerned(unit: Unit, person: User | None, at: datetime) -> list[User]:
    """The person, or who leads the unit."""
    return [person] if person else directory.holders_of(directory.leader_posts(unit), at)


def tell(kind: str, text: str, url: str, to: Iterable[User], at: datetime, **values: object) -> None:
    """A notice in the house."""
    send(Message(kind=kind, text=text, values=values, url=url), to=to, at=at)


def sheet_url(sheet: Sheet) -> str:
    """Where it is read."""
    return f"/assessment/sheets/{sheet.pk}/"
