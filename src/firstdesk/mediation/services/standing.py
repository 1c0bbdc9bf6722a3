"""Checks that somebody may act for a party: before rights are acknowledged, terms accepted, documents signed."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import at_field
from firstdesk.matters.gates import demand
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Agent, Party, Session
from firstdesk.mediation.selectors import standing

SAID = {
    standing.GUARDIAN: _(
        "This party cannot act alone: the guardian takes part, and acts for them (Civil Code, arts. 19 to 23)."
    ),
    standing.IN_FORCE: _("This mandate does not hold today, or was taken back."),
    standing.ON_FILE: _(
        "The mandate is not on file. Scan it, or have the party give it by word before the mediator (Civil Code, art. 165)."
    ),
    standing.COVERED: _("To agree or to sign for a party takes a special mandate that says so."),
}


def check_acts(party: Party, agent: Agent | None, *, concedes: bool, at: datetime) -> None:
    """Raises Refusal where the party, or the agent, may not act. This is law, whatever the centre's rules say.
    `concedes`: terms are accepted, waived or signed."""
    lacks, case = standing.lacking(party, agent, at, concedes=concedes), party.case
    if not lacks:
        return
    present = standing.ASKED - lacks
    demand(case.matter.centre_kind, "mediation.act", present, selectors.facts(case, at), case.matter.rulebook_version)
    raise at_field("agent", next(SAID[name] for name in SAID if name in lacks))


def who_acts(session: Session, party: Party, *, concedes: bool, at: datetime) -> Agent | None:
    """Who of those present acts for the party; None means the party in person. Raises Refusal where nobody may."""
    here = standing.at_table(session, party)
    for agent in here:
        if not standing.lacking(party, agent, at, concedes=concedes):
            return agent
    check_acts(party, here[-1] if here else None, concedes=concedes, at=at)
    raise at_field("party", _("Neither this party nor anybody who may act for them is at the table."))
