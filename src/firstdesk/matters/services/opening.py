"""How a matter begins: a number without gaps, a token nobody can guess, a record, somebody who answers, its clocks."""

import secrets
from collections import Counter as Counts
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from firstdesk.common import clock as walls
from firstdesk.common.bulk import insert_rows, written_at_once
from firstdesk.common.transactions import joined
from firstdesk.directory.models import Compartment, Grid, Unit, User, Zone
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import (
    Channel,
    Confidentiality,
    Grade,
    Matter,
    Remit,
    Urgency,
)
from firstdesk.matters.services.kernel import Part, Responsible, involved, occasion, queue, responsible_fields
from firstdesk.obligations import services as obligations
from firstdesk.regulations import selectors as regulations

REGISTERED = "matter.registered"
_Series = tuple[int, int, str]  # centre, year, register
_Place = tuple[int, int]  # number in the series, key of the row to come


@dataclass(frozen=True, kw_only=True)
class NewMatter:
    """What is known of a matter when it is registered."""

    centre: Unit
    title: str
    channel: Channel
    nature: str = ""
    topic: str = ""
    urgency: Urgency = Urgency.NORMAL
    grade: Grade = Grade.ORDINARY
    remit: Remit = Remit.UNCLEAR
    zone: Zone = Zone.UNKNOWN
    grid: Grid | None = None  # where it happened, so that its owner can be asked
    is_identified: bool = False
    confidentiality: Confidentiality = Confidentiality.ORDINARY
    compartment: Compartment | None = None
    first_receiver: User | None = None
    responsible: Responsible | None = None  # default: the centre's intake queue
    at: datetime | None = None  # when it was registered; default: now
    register: str = "JJ"
    noted: Mapping[str, object] = field(default_factory=dict)  # beside the matter's own columns, for the record


_COPIED = (
    "centre", "title", "channel", "nature", "topic", "urgency", "grade", "remit", "zone", "grid", "is_identified",
    "confidentiality", "compartment", "first_receiver", "register",
)  # fmt: skip
_RECORDED = ("number", "channel", "nature", "topic", "urgency", "grade", "remit", "zone", "confidentiality")


@transaction.atomic
def open_matter(new: NewMatter, *, by: Actor, at: datetime) -> Matter:
    """Register one matter."""
    return open_matters([new], by=by, at=at)[0]


@joined
def open_matters(news: Sequence[NewMatter], *, by: Actor, at: datetime, version: str | None = None) -> list[Matter]:
    """Register several matters in the order given, all or none; the queries do not grow with their number.

    They all begin under the rulebook in force at `at`, `version` where the caller knows it already.
    """
    version = version or regulations.current(at).version
    queues = {new.centre.pk: new.centre for new in news if new.responsible is None}
    answering = {pk: queue(centre, "intake") for pk, centre in queues.items()}
    places = take_places([_series(new, at) for new in news])
    matters = [
        _matter(new, new.responsible or answering[new.centre.pk], place, version=version, at=at, by=by)
        for new, place in zip(news, places, strict=True)
    ]
    centres = [(m, m.centre, Part.CENTRE, m.registered_at) for m in matters]
    leads = [(m, m.responsible_unit, Part.LEAD, m.registered_at) for m in matters]
    with written_at_once():
        insert_rows(matters)
        insert_rows(involved([*centres, *leads]))
        ledger.begin_many([_draft(matter, new, by) for matter, new in zip(matters, news, strict=True)])
        obligations.on_events([occasion(matter, REGISTERED, matter.registered_at) for matter in matters], begins=True)
    return matters


def _matter(
    new: NewMatter, responsible: Responsible, place: _Place, *, version: str, at: datetime, by: Actor
) -> Matter:
    _centre, year, register = _series(new, at)
    moment = new.at or at
    number, key = place
    return Matter(
        pk=key,
        **{name: getattr(new, name) for name in _COPIED},
        **responsible_fields(responsible),
        centre_kind=new.centre.centre_kind,
        year=year,
        seq=number,
        number=f"{register}-{new.centre.division_code or new.centre.code}-{year}-{number:07d}",
        token=secrets.token_urlsafe(32),
        rulebook_version=version,
        registered_at=moment,
        registered_by_id=by.person_id,
        changed_at=moment,
    )


def _draft(matter: Matter, new: NewMatter, by: Actor) -> ledger.Draft:
    recorded = {name: getattr(matter, name) for name in _RECORDED}
    who = {"state": matter.state, "first_receiver": str(new.first_receiver or "")}
    who |= {name: str(value or "") for name, value in responsible_fields_of(matter).items()}
    return ledger.Draft(
        chain=matter.ledger_chain,
        verb=REGISTERED,
        by=by,
        at=matter.registered_at,
        subject_kind=Matter._meta.label,
        subject_id=matter.pk,
        after={**recorded, **who, **new.noted},
        rulebook_version=matter.rulebook_version,
    )


def responsible_fields_of(matter: Matter) -> dict[str, object]:
    """Who answers, for the record."""
    names = ("responsible_unit", "responsible_post", "responsible_person")
    return {name: getattr(matter, name) for name in names}


def _series(new: NewMatter, at: datetime) -> _Series:
    return new.centre.pk, walls.local(new.at or at).year, new.register


# The keys are drawn once the counter is held: who has the lower number has the lower key.
_TAKE = (
    "WITH wanted (centre_id, year, register, many) AS (VALUES {wanted}), counted AS ("
    "INSERT INTO matters_counter AS counter (centre_id, year, register, last) SELECT * FROM wanted"
    " ON CONFLICT (centre_id, year, register) DO UPDATE SET last = counter.last + excluded.last"
    " RETURNING centre_id, year, register, last"
    ") SELECT centre_id, year, register, last,"
    " ARRAY(SELECT nextval('matters_matter_id_seq') FROM generate_series(1, many))"
    " FROM counted JOIN wanted USING (centre_id, year, register)"
)


@joined
def take_places(series: Sequence[_Series]) -> list[_Place]:
    """The next numbers of their series and the keys of the rows that will bear them, in the order asked for.

    Without gaps: the counter's row stays locked until the transaction that uses the number ends, and goes back with it.
    """
    wanted = sorted(
        Counts(series).items()
    )  # in one order, so that two who take from two series never wait for each other
    rows = ", ".join(["(%s::bigint, %s::smallint, %s::text, %s::int)"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(_TAKE.format(wanted=rows), [value for key, count in wanted for value in (*key, count)])
        places = {
            (centre, year, register): zip(range(last - len(keys) + 1, last + 1), keys, strict=True)
            for centre, year, register, last, keys in cursor.fetchall()
        }
    return [next(places[each]) for each in series]


def take_numbers(series: Sequence[_Series]) -> list[int]:
    """The next numbers of other registers of a centre, such as that of mediation; without gaps, too."""
    return [number for number, _key in take_places(series)]
