"""A contact becomes a report: numbered, its first receiver named for ever, its clocks running."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.bulk import insert_rows, written_at_once
from firstdesk.common.refusals import Detail, Refusal
from firstdesk.common.transactions import joined
from firstdesk.directory import grids
from firstdesk.directory.models import Compartment, Grid, Unit, User, Zone
from firstdesk.intake import policies
from firstdesk.intake.likeness import place_key, sketch
from firstdesk.intake.models import Contact, Party, Report
from firstdesk.intake.services import contacts
from firstdesk.intake.services.papers import carry_papers
from firstdesk.intake.states import ContactState
from firstdesk.ledger.actors import Actor
from firstdesk.matters import services as matters
from firstdesk.matters.gates import demand
from firstdesk.matters.models import Channel, Confidentiality, Matter, Urgency
from firstdesk.matters.selectors import keep_until
from firstdesk.matters.services import NewMatter, Responsible
from firstdesk.obligations import services as obligations
from firstdesk.obligations.services import Occasion, Owes
from firstdesk.regulations import selectors as regulations
from firstdesk.triage import services as triage
from firstdesk.triage.services import Classification

Reporter = Report.Reporter
TITLE = 40  # characters of a title drawn from the story
LONG_NUMBER = re.compile(r"(?<![0-9])([0-9]{3})([0-9]{4,}[Xx]?)(?![0-9])")  # of a phone, a card, a person


@dataclass(frozen=True, kw_only=True)
class PartyData:
    """A person named in the report; every field may be empty or a pseudonym."""

    role: str = Party.Role.PARTY
    name: str = ""
    phone: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.phone or self.note)


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What was taken down. Empty means not told; the gate `intake.register` says what must be there."""

    centre: Unit
    channel: str
    received_at: datetime  # rang, came in, was sent
    narrative: str
    place: str = ""
    occurred_at: datetime | None = None
    occurred_note: str = ""
    title: str = ""
    point: tuple[float, float] | None = None  # longitude, latitude
    grid: Grid | None = None  # where no point is known
    reporter: str = Reporter.ANONYMOUS
    may_contact: bool = False
    phone_withheld: bool = False  # gave a name and prefers to give no number
    parties: tuple[PartyData, ...] = ()
    confidentiality: str = Confidentiality.ORDINARY
    compartment: Compartment | None = None  # the closed circle that alone may see it, from the first moment
    urgency: str = Urgency.NORMAL
    contact: Contact | None = None
    first_receiver: User | None = None
    answering: Responsible | None = None  # the queue that answers, where it is known
    hung_up_at: datetime | None = None  # taken without a connection: when the person left; default: now
    source: str = ""
    source_id: str = ""

    @property
    def told_by(self) -> PartyData:
        """Whoever reports."""
        return next((party for party in self.parties if party.role == Party.Role.REPORTER), PartyData())


@dataclass
class _Places:
    """The grids of points, looked up once each."""

    found: dict[tuple[float, float], Grid | None] = field(default_factory=dict)

    def grid(self, new: Registration) -> Grid | None:
        if new.point is None:
            return new.grid
        if new.point not in self.found:
            self.found[new.point] = grids.grid_at(*new.point)
        return self.found[new.point] or new.grid


@transaction.atomic
def register(new: Registration, *, by: Actor, at: datetime) -> Matter:
    """Register one report. Raises Refusal with every missing thing and its clauses (gate `intake.register`)."""
    policies.check_centre(new.centre.pk, by)
    return register_many([new], by=by, at=at)[0]


@transaction.atomic
def register_and_route(new: Registration, judged: Classification, *, by: Actor, at: datetime) -> Matter:
    """Register and classify before the caller hangs up: both, or neither."""
    matter = register(new, by=by, at=at)
    triage.decide(matter, judged, by=by, at=at)
    return matter


@joined
def register_many(news: Sequence[Registration], *, by: Actor, at: datetime, version: str | None = None) -> list[Matter]:
    """Register several reports in the order given, all or none; `version`: of the rules in force, where it is known."""
    version = version or regulations.current(at).version
    for new in news:
        if new.contact is not None:
            policies.check_open(new.contact)
        check(new, version, at)
    places = _Places()
    located = [places.grid(new) for new in news]
    opened = [_new_matter(new, grid) for new, grid in zip(news, located, strict=True)]
    with written_at_once():
        registered = matters.open_matters(opened, by=by, at=at, version=version)
        rows = list(zip(registered, news, located, strict=True))
        insert_rows([_report(matter, new, grid, at) for matter, new, grid in rows])
        insert_rows([_party(m, party, at) for m, new, _grid in rows for party in new.parties])
    for matter, new, _grid in rows:
        if new.contact is not None:
            contacts.end(new.contact, ContactState.REGISTERED, by=by, at=at)
            carry_papers(new.contact, matter, by=by, at=at)
    obligations.on_events([occasion for matter, new, _grid in rows for occasion in _calls(matter, new, at)])
    return registered


def check(new: Registration, version: str, at: datetime) -> None:
    """Raises Refusal with everything that is missing; asks nothing of the database."""
    facts = {"channel": new.channel, "urgency": new.urgency, "centre": new.centre.centre_kind}
    demand(new.centre.centre_kind, "intake.register", evidence(new), facts, version)
    details = [Detail(name, _("This moment has not come yet.")) for name, when in _moments(new) if when and when > at]
    if not new.narrative.strip():  # whatever a gate asks: without the story there is nothing to work on
        details.append(Detail("narrative", _("Write down what was said.")))
    if details:
        raise Refusal(_("Nothing was saved. Put right what is marked."), details=details)


def _moments(new: Registration) -> tuple[tuple[str, datetime | None], ...]:
    return ("received_at", new.received_at), ("occurred_at", new.occurred_at)


def evidence(new: Registration) -> set[str]:
    """What is at hand when the gate asks, under the names the rules use. Anonymous always counts as answered."""
    anonymous = new.reporter == Reporter.ANONYMOUS
    told = new.told_by
    there: Mapping[str, object] = {
        "channel": new.channel,
        "received_at": new.received_at,
        "occurred_at": new.occurred_at or new.occurred_note.strip(),
        "place": new.place.strip(),
        "narrative": new.narrative.strip(),
        "first_receiver": new.first_receiver,
        "operator": new.first_receiver,
        "persons_or_anonymous": anonymous or any(not party.is_empty for party in new.parties),
        "caller_or_anonymous": anonymous or told.name.strip(),
        "phone_or_anonymous": anonymous or told.phone.strip() or new.phone_withheld,
    }
    return {name for name, value in there.items() if value}


def _new_matter(new: Registration, grid: Grid | None) -> NewMatter:
    return NewMatter(
        centre=new.centre,
        title=covered(new.title.strip() or title_of(new.narrative))[:120],
        channel=Channel(new.channel),
        urgency=Urgency(new.urgency),
        zone=Zone(grid.zone) if grid else Zone.UNKNOWN,
        grid=grid,
        is_identified=bool(new.told_by.phone.strip()) and new.may_contact,
        confidentiality=Confidentiality(new.confidentiality),
        compartment=new.compartment,
        first_receiver=new.first_receiver,
        responsible=new.answering,
        noted={"reporter": new.reporter, "source": new.source} if new.source else {"reporter": new.reporter},
    )


def covered(title: str) -> str:
    """A title stands in lists and for ever in the record, so that long numbers in it are masked as a party's would be."""
    return LONG_NUMBER.sub(lambda found: found[1] + "*" * len(found[2]), title)


def title_of(narrative: str) -> str:
    """The first sentence of a story, cut to what a list can show."""
    first = narrative.strip().splitlines()[0] if narrative.strip() else ""
    for mark in "。！？!?；;":
        first = first.partition(mark)[0]
    return first if len(first) <= TITLE else first[: TITLE - 1] + "…"


def _report(matter: Matter, new: Registration, grid: Grid | None, at: datetime) -> Report:
    contact = new.contact
    return Report(
        matter=matter,
        contact=contact,
        received_at=new.received_at,
        answered_at=contact.answered_at if contact else None,
        interview_ended_at=(new.hung_up_at or at) if contact else None,
        occurred_at=new.occurred_at or new.received_at,
        occurred_note=new.occurred_note,
        place=new.place.strip(),
        lng=new.point[0] if new.point else None,
        lat=new.point[1] if new.point else None,
        grid=grid,
        narrative=new.narrative.strip(),
        reporter=new.reporter,
        may_contact=new.may_contact,
        source=new.source,
        source_id=new.source_id,
        source_centre=new.centre if new.source else None,
        place_key=place_key(new.place),
        sketch=sketch(new.narrative, new.centre.pk, matter.registered_at),
    )


def _party(matter: Matter, data: PartyData, at: datetime) -> Party:
    return Party(
        matter=matter,
        role=data.role,
        name=data.name,
        phone=data.phone,
        note=data.note,
        keep_until=keep_until(matter, at),
    )


def _calls(matter: Matter, new: Registration, at: datetime) -> list[Occasion]:
    """Ring, pick-up and end as they were, so that the clocks of the call start and stop, kept or late."""
    contact = new.contact
    if contact is None:
        return []
    rang = contact.channel in contacts.RINGS and contact.client_key is None
    moments = [("contact.rang", contact.rang_at if rang else None)]
    moments += [("contact.answered", contact.answered_at), ("contact.ended", new.hung_up_at or at)]
    owes = Owes(new.centre.pk, person_id=contact.operator_id)
    return [replace(matters.occasion(matter, event, when), owes=owes) for event, when in moments if when is not None]
