"""Parties, agents and participants of a case."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock as walls
from firstdesk.common.refusals import NotAllowed, Refusal, at_field
from firstdesk.common.secrecy import identity
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Agent, Case, Participant, Party, Profile
from firstdesk.mediation.services.kernel import Happening, happen
from firstdesk.mediation.states import BEFORE_AGREEMENT, LED
from firstdesk.regulations import selectors as regulations

CHANGED = "mediation.party_changed"


@dataclass(frozen=True, kw_only=True)
class NewParty:
    """A party as entered."""

    side: int
    name: str
    kind: str = Party.Kind.PERSON
    capacity: str = Party.Capacity.FULL
    id_number: str = ""
    phone: str = ""
    address: str = ""
    language: str = ""


def enter(case: Case, new: NewParty, *, by: Actor, at: datetime) -> Party:
    """Part of the verbs that enter parties. Raises Refusal where the same person is already a party of the case."""
    name = new.name.strip()
    if not name or not 1 <= new.side <= 9:
        raise at_field("name", _("Write the party's name."), whole=_("Each party has a name and a side."))
    known = identity_of(new)
    others = list(Party.objects.filter(case=case))
    for other in others:
        if (known and other.identity == known) or (not known and other.name == name):
            raise at_field("name", _already(known) % {"name": name, "side": other.side})
    try:
        return Party.objects.create(
            case=case, side=new.side, no=1 + max((other.no for other in others), default=0), kind=new.kind,
            capacity=new.capacity if new.kind == Party.Kind.PERSON else Party.Capacity.FULL, name=name,
            id_number=new.id_number.strip(), phone=new.phone.strip(), address=new.address.strip(), identity=known,
            language=new.language.strip()[:40], keep_until=keep_until(at), entered_at=at, entered_by_id=by.by_id,
        )  # fmt: skip
    except IntegrityError as error:  # two clerks at the same moment
        raise Refusal(_("This party has just been entered by somebody else. Reload to see.")) from error


def _already(known: str) -> str:
    if known:
        return gettext(
            "“%(name)s” already stands on side %(side)s of this case. Nobody is on two sides: check the names."
        )
    return gettext("Somebody called “%(name)s” already stands on side %(side)s. Give a number to tell them apart.")


def identity_of(new: NewParty) -> str:
    """What makes the same person the same: the number of a paper, else name and phone; "" where neither is known."""
    number = "".join(new.id_number.split()).upper()
    phone = "".join(character for character in new.phone if character.isdigit())
    return identity(f"id:{number}") if number else identity(f"{new.name.strip()}|{phone}") if phone else ""


def keep_until(at: datetime) -> date:
    """Until when personal data is kept at least: the archive's term, counted from the day of entry."""
    day = walls.local(at).date()
    years = regulations.current(at).head.keep_files_years
    return day.replace(year=day.year + years, day=min(day.day, 28))


@transaction.atomic
def add_party(case: Case, new: NewParty, *, by: Actor, at: datetime) -> Party:
    """Add a party."""
    _check_before(case)
    party = enter(case, new, by=by, at=at)
    happen(case, Happening(CHANGED, noted={"party": party.no, "side": party.side}), by=by, at=at)
    return party


@transaction.atomic
def correct_party(party: Party, new: NewParty, *, by: Actor, at: datetime) -> Party:
    """Correct a party's data; the side cannot change."""
    _check_before(party.case)
    known = identity_of(new)
    if known and Party.objects.filter(case=party.case, identity=known).exclude(pk=party.pk).exists():
        raise Refusal(_("Somebody with the same number stands in this case already."))
    party.name, party.kind, party.capacity = new.name.strip(), new.kind, new.capacity
    party.id_number, party.phone, party.address = new.id_number.strip(), new.phone.strip(), new.address.strip()
    party.language, party.identity = new.language.strip()[:40], known
    party.save()
    happen(party.case, Happening(CHANGED, noted={"party": party.no}), by=by, at=at)
    return party


@dataclass(frozen=True, kw_only=True)
class NewAgent:
    """An agent as entered."""

    role: str
    name: str
    id_number: str = ""
    phone: str = ""
    relation: str = ""
    scope: str = Agent.Scope.GENERAL
    powers: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    paper: File | None = None


@transaction.atomic
def add_agent(party: Party, new: NewAgent, *, by: Actor, at: datetime) -> Agent:
    """Add an agent: a representative with an unexpired mandate, a guardian, or an interpreter."""
    _check_before(party.case)
    today = walls.local(at).date()
    if not new.name.strip():
        raise at_field("name", _("Write the name."))
    if new.valid_from and new.valid_until and new.valid_until < new.valid_from:
        raise at_field("valid_until", _("A mandate ends after it begins."))
    if new.role == Agent.Role.REPRESENTATIVE:
        if new.valid_until is None:
            raise at_field("valid_until", _("A mandate says from when until when it holds."))
        if new.valid_until < today:
            raise at_field(
                "valid_until",
                gettext("This mandate ended on %(day)s. Ask the party for a new one.") % {"day": new.valid_until},
            )
        if new.scope == Agent.Scope.SPECIAL and not new.powers.strip():
            raise at_field("powers", _("A special mandate names its powers: to agree, to waive, to admit, to sign."))
    agent = Agent.objects.create(
        party=party, role=new.role, name=new.name.strip(), id_number=new.id_number.strip(), phone=new.phone.strip(),
        relation=new.relation.strip()[:60], scope=new.scope, powers=new.powers.strip(), valid_from=new.valid_from,
        valid_until=new.valid_until, paper=new.paper, keep_until=keep_until(at), entered_at=at, entered_by_id=by.by_id,
    )  # fmt: skip
    happen(party.case, Happening(CHANGED, noted={"party": party.no, "agent": agent.role}), by=by, at=at)
    return agent


@transaction.atomic
def prove_agent(agent: Agent, paper: File | None = None, *, by: Actor, at: datetime) -> Agent:
    """Put the mandate on file: its document, or without one the party's word before a mediator of the case."""
    case = agent.party.case
    if agent.role != Agent.Role.REPRESENTATIVE or agent.revoked_at is not None or case.state not in LED:
        raise NotAllowed(_("Only a representative whose mandate stands has one to be filed."))
    if paper is None and case.profile != Profile.PEOPLE:
        raise at_field("paper", _("In public-order mediation the mandate is in writing (police procedure, art. 181)."))
    if paper is None and by.by_id not in {seat.mediator.user_id for seat in selectors.seats(case)}:
        raise NotAllowed(
            _("A mandate by word is taken down by a mediator of the case, before whom the party gives it.")
        )
    if paper is None:
        agent.spoken_at, agent.spoken_by_id = at, by.by_id
    else:
        agent.paper = paper
    agent.save(update_fields=["spoken_at", "spoken_by", "paper"])
    noted = {"party": agent.party.no, "mandate": "spoken" if paper is None else "paper"}
    happen(case, Happening(CHANGED, noted=noted), by=by, at=at)
    return agent


@transaction.atomic
def revoke_agent(agent: Agent, *, by: Actor, at: datetime) -> Agent:
    """Revoke an agent: the mandate was withdrawn, or another guardian or interpreter replaces this one."""
    if agent.revoked_at is not None:
        raise NotAllowed(_("This has been taken back already."))
    agent.revoked_at, agent.revoked_by_id = at, by.by_id
    agent.save(update_fields=["revoked_at", "revoked_by"])
    noted = {"party": agent.party.no, "revoked": agent.role}
    happen(agent.party.case, Happening(CHANGED, noted=noted), by=by, at=at)
    return agent


@transaction.atomic
def add_participant(case: Case, name: str, capacity: str, *, by: Actor, at: datetime) -> Participant:
    """Add a participant, who takes part only when every party agrees (art. 20)."""
    _check_before(case)
    if not name.strip() or not capacity.strip():
        raise at_field("name", _("Write who it is, and as what."))
    row = Participant.objects.create(
        case=case, name=name.strip(), capacity=capacity.strip()[:60], keep_until=keep_until(at), entered_at=at,
        entered_by_id=by.by_id,
    )  # fmt: skip
    happen(case, Happening(CHANGED, noted={"participant": row.pk}), by=by, at=at)
    return row


def _check_before(case: Case) -> None:
    if case.state not in BEFORE_AGREEMENT:
        raise NotAllowed(_("The parties of an agreed or ended case are not changed any more."))
