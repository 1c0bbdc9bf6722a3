"""Whom the machine puts on a side: somebody who acts alone, a child, or one who is represented under a mandate, good or not."""

from dataclasses import replace
from datetime import datetime, timedelta

from firstdesk.common import clock as walls
from firstdesk.mediation.models import Agent, Party
from firstdesk.mediation.services import case
from firstdesk.mediation.services.case import NewParty
from firstdesk.mediation.tests.factories import Table, fresh_party
from firstdesk.mediation.tests.walks import a_file

ALONE, CHILD, SOUND, ENDING, NARROW, UNFILED = "alone", "child", "sound", "ending", "narrow", "unfiled"
WHO = (ALONE, CHILD, SOUND, ENDING, NARROW, UNFILED)  # ENDING: the mandate ends with the day it begins


def as_drawn(party: NewParty, who: str) -> NewParty:
    """The party as it is entered."""
    return replace(party, capacity=Party.Capacity.MINOR) if who == CHILD else party


def represent(table: Table, sides: tuple[str, str], at: datetime) -> None:
    """Enter the mandates; a child's guardian is entered on the way, or is not."""
    today = walls.local(at).date()
    for party, who in zip(table.parties, sides, strict=True):
        if who in {ALONE, CHILD}:
            continue
        new = case.NewAgent(
            role=Agent.Role.REPRESENTATIVE, name="林志远", powers="代为和解", valid_from=today,
            scope=Agent.Scope.GENERAL if who == NARROW else Agent.Scope.SPECIAL,
            valid_until=today if who == ENDING else today + timedelta(days=300),
            paper=None if who == UNFILED else a_file(table, f"{table.pk} {party.no}"),
        )  # fmt: skip
        case.add_agent(fresh_party(party), new, by=table.by, at=at)
