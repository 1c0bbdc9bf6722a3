"""Who may act for a party: the party, a guardian where the party cannot act alone, an agent within the mandate."""

from datetime import datetime

from firstdesk.mediation.models import Agent, Party, Presence, Session
from firstdesk.mediation.selectors.case import agents_of

GUARDIAN, IN_FORCE, ON_FILE, COVERED = "guardian_takes_part", "mandates_valid", "mandate_on_file", "mandate_covers"
ASKED = frozenset({GUARDIAN, IN_FORCE, ON_FILE, COVERED})


def lacking(party: Party, agent: Agent | None, at: datetime, *, concedes: bool) -> frozenset[str]:
    """Names of what is missing for this to count as the party's own act. `concedes`: it accepts, waives or signs
    terms."""
    if agent is None:
        return frozenset() if party.capacity == Party.Capacity.FULL else frozenset({GUARDIAN})
    found = set()
    if party.capacity != Party.Capacity.FULL and agent.role != Agent.Role.GUARDIAN:
        found.add(GUARDIAN)
    if agent not in agents_of(party, at):
        found.add(IN_FORCE)
    if agent.role == Agent.Role.INTERPRETER:
        found.add(COVERED)
    if agent.role == Agent.Role.REPRESENTATIVE:
        if not agent.is_on_file:
            found.add(ON_FILE)
        if concedes and agent.scope != Agent.Scope.SPECIAL:
            found.add(COVERED)
    return frozenset(found)


def speaker(party: Party, at: datetime) -> Agent | None:
    """Who speaks for a party outside a session: the guardian of whoever cannot act alone; None: the party in person."""
    if party.capacity == Party.Capacity.FULL:
        return None
    return next((agent for agent in agents_of(party, at) if agent.role == Agent.Role.GUARDIAN), None)


def at_table(session: Session, party: Party) -> list[Agent | None]:
    """Those present who could act for the party; None in the list stands for the party in person."""
    rows = Presence.objects.filter(session=session, left_at=None).select_related("agent")
    here = [row.agent for row in rows if row.agent is not None and row.agent.party_id == party.pk]
    in_person = any(row.party_id == party.pk for row in rows)
    speaking = [agent for agent in here if agent.role != Agent.Role.INTERPRETER]
    return [*([None] if in_person else []), *speaking]


def is_guarded(session: Session, party: Party, at: datetime) -> bool:
    """Whether a guardian with a valid right is present for a party who cannot act alone."""
    if party.capacity == Party.Capacity.FULL:
        return True
    return any(not lacking(party, agent, at, concedes=True) for agent in at_table(session, party))
