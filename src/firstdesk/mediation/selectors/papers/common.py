"""Shared by the documents of a case: how parties, dates and the committee are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from firstdesk.common import clock as walls
from firstdesk.common.language import lang
from firstdesk.files.blocks import BLANK, Block, Prose, Row, Section
from firstdesk.mediation.models import Agent, Case, Committee, Party, Seat
from firstdesk.mediation.selectors.case import agents_of, chair, seats, units_around
from firstdesk.mediation.selectors.titles import title_of


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A document before typesetting: title, number, blocks, and the moment it speaks of."""

    title: str
    number: str
    blocks: Sequence[Block]
    at: datetime  # of the record: the same record gives the same bytes
    has_seam: bool = False
    mark: str = ""
    copies: int = 0
    issuer: str = ""


def parties_of(case: Case) -> list[Party]:
    """Parties by their number in the case."""
    return list(Party.objects.filter(case=case).order_by("no"))


def called(party: Party) -> str:
    """甲方林阿珍; Party A 林阿珍."""
    return f"{title_of(party.no)}{'' if lang() == 'zh' else ' '}{party.name}"


def day(value: date | datetime | None) -> str:
    """A date as documents write it: 2025年9月15日."""
    if value is None:
        return "—"
    return date_format(walls.local(value).date() if isinstance(value, datetime) else value, "Y年n月j日")


def moment(value: datetime | None) -> str:
    """With hour and minute."""
    return "—" if value is None else f"{day(value)} {walls.local(value):%H:%M}"


def committee_of(case: Case, at: datetime) -> str:
    """The committee whose seal the document gets."""
    today = walls.local(at).date()
    around = Committee.objects.filter(unit__in=units_around(case), term_from__lte=today, term_to__gte=today)
    lead = next((seat.mediator.committee.name for seat in seats(case) if seat.role == Seat.Role.CHAIR), "")
    return lead or next(iter(around.order_by("pk").values_list("name", flat=True)), "") or str(case.centre.name)


def sealing_unit(case: Case) -> int:
    """Id of the unit whose certificate seals the document: the leading mediator's committee, before one is appointed
    the centre."""
    lead = chair(case)
    return int(lead.mediator.committee.unit_id if lead else case.centre_id)


def mediators_of(case: Case) -> str:
    """Names of the mediators, the leading one first."""
    return "、".join(str(seat.mediator.user) for seat in seats(case) if seat.role != Seat.Role.RECORDER) or "—"


def recorder_of(case: Case) -> str:
    """The recorder; the leading mediator where nobody is appointed."""
    found = [str(seat.mediator.user) for seat in seats(case) if seat.role == Seat.Role.RECORDER]
    return "、".join(found) or mediators_of(case).split("、")[0]


def titled(title: str, words: str) -> list[Block]:
    """A section with this title and text; nothing for an empty text."""
    return [Section(title), Prose(words)] if words.strip() else []


def party_rows(case: Case, at: datetime) -> list[Row]:
    """A row per party with the details a document must state, and their agents."""
    rows: list[Row] = []
    for party in parties_of(case):
        number = _("Unified social credit code") if party.kind == Party.Kind.ORGANISATION else _("Number of identity")
        rows.append([title_of(party.no), party.name, _("Phone"), party.phone or BLANK])
        if party.id_number or party.address:
            rows.append([number, party.id_number or BLANK, _("Address"), party.address or BLANK])
        rows += [[str(agent.get_role_display()), f"{agent.name}{_relation(agent)}"] for agent in agents_of(party, at)]
    return rows


def _relation(agent: Agent) -> str:
    return f"（{agent.relation}）" if agent.relation else ""


def signers(case: Case, at: datetime) -> list[Row]:
    """Signature lines: each party or their agent, each mediator, the recorder."""
    rows: list[Row] = []
    for party in parties_of(case):
        rows.append([title_of(party.no), party.name])
        if party.capacity != Party.Capacity.FULL:
            guardians = [agent for agent in agents_of(party, at) if agent.role == Agent.Role.GUARDIAN]
            rows += [[str(agent.get_role_display()), agent.name] for agent in guardians]
    mediators = [seat for seat in seats(case) if seat.role != Seat.Role.RECORDER]
    rows += [[_("People's mediator"), str(seat.mediator.user)] for seat in mediators]
    rows += [[_("Recorder"), str(seat.mediator.user)] for seat in seats(case) if seat.role == Seat.Role.RECORDER]
    return rows
