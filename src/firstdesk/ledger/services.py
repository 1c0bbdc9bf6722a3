"""Appending to the record. `move()` is the only door through which a state changes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from secrets import token_hex
from typing import Protocol

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import events
from firstdesk.common.bulk import as_json, insert_rows, update_rows, written_at_once
from firstdesk.common.refusals import Conflict, NotAllowed
from firstdesk.common.retention import declared
from firstdesk.common.transactions import joined
from firstdesk.ledger import digest
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.anchors import anchor
from firstdesk.ledger.columns import COLUMNS, HASHED
from firstdesk.ledger.models import Chain, Entry

__all__ = [
    "Draft",
    "Move",
    "Stateful",
    "anchor",
    "append",
    "append_many",
    "begin_many",
    "draft_for",
    "erase_reasons",
    "hashed_columns",
    "move",
    "note_reading",
]


@dataclass(frozen=True)
class Draft:
    """An entry about to be written."""

    chain: str
    verb: str
    by: Actor
    at: datetime
    subject_kind: str  # "matters.Matter"
    subject_id: int | str
    reason: str = ""
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
    rulebook_version: str = ""


class Stateful(Protocol):
    """What `move()` can move: a saved model with a `state`, a chain to be recorded in, and its table of moves."""

    pk: int
    state: str

    @property
    def ledger_chain(self) -> str: ...

    @property
    def moves(self) -> Mapping[str, frozenset[str]]: ...


def draft_for(subject: models.Model, verb: str, *, chain: str, by: Actor, at: datetime) -> Draft:
    """A draft that names `subject` by its model label and key."""
    return Draft(chain=chain, verb=verb, by=by, at=at, subject_kind=subject._meta.label, subject_id=subject.pk)


@transaction.atomic
def append(draft: Draft) -> Entry:
    """Write one entry and publish its verb as an event."""
    return append_many([draft])[0]


@joined
def append_many(drafts: Sequence[Draft]) -> list[Entry]:
    """Write entries in the order given, each linked to the one before it in its chain; locks the chains by name order."""
    names = sorted({draft.chain for draft in drafts})
    chains = _locked(names)
    missing = [name for name in names if name not in chains]
    if missing:
        Chain.objects.bulk_create([Chain(name=name, head=digest.GENESIS) for name in missing], ignore_conflicts=True)
        chains = _locked(names)
    entries = [_link(draft, chains[draft.chain]) for draft in drafts]
    _write(entries, chains.values())
    _publish(drafts)
    return entries


@joined
def begin_many(drafts: Sequence[Draft]) -> None:
    """Write the first entries of chains that begin in this transaction, with things made in it: nothing to lock, and
    one statement for chains and entries together, and for what is made."""
    chains = {name: Chain(name=name, head=digest.GENESIS) for name in sorted({draft.chain for draft in drafts})}
    entries = [_link(draft, chains[draft.chain]) for draft in drafts]
    with written_at_once():
        insert_rows(list(chains.values()))
        insert_rows(entries)
    _publish(drafts)


def _locked(names: Sequence[str]) -> dict[str, Chain]:
    return {c.name: c for c in Chain.objects.select_for_update(no_key=True).filter(name__in=names).order_by("name")}


def _publish(drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        events.publish(draft.verb, subject_id=draft.subject_id)


_HEADS = "json_to_recordset(%s::json) AS new (name text, length bigint, head bytea)"
_ENTRIES = (
    f"INSERT INTO ledger_entry ({', '.join(COLUMNS)}) SELECT {', '.join(f'new.{name}' for name in COLUMNS)}"
    f" FROM json_to_recordset(%s::json) AS new ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})"
    " RETURNING id"
)
_APPEND = (
    "WITH heads AS (UPDATE ledger_chain SET length = new.length, head = new.head"
    f" FROM {_HEADS} WHERE ledger_chain.name = new.name) {_ENTRIES}"
)


def _write(entries: Sequence[Entry], chains: Collection[Chain]) -> None:
    """Heads and entries in one statement: an import writes thousands at once. Ids rise in the order given; verification
    reads by them."""
    heads = [{"name": chain.name, "length": chain.length, "head": chain.head} for chain in chains]
    rows = [{name: getattr(entry, name) for name in COLUMNS} for entry in entries]
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, [as_json(heads), as_json(rows)])
        for entry, (pk,) in zip(entries, cursor.fetchall(), strict=True):
            entry.pk = pk


def _link(draft: Draft, chain: Chain) -> Entry:
    chain.length += 1
    entry = Entry(
        chain=draft.chain,
        seq=chain.length,
        at=draft.at,
        verb=draft.verb,
        actor_id=draft.by.person_id,
        actor_name=draft.by.name,
        post_id=draft.by.post_id,
        post_name=draft.by.post_name,
        unit_id=draft.by.unit_id,
        subject_kind=draft.subject_kind,
        subject_id=str(draft.subject_id),
        reason=draft.reason,
        before_json=digest.canonical(draft.before),
        after_json=digest.canonical(draft.after),
        rulebook_version=draft.rulebook_version,
        prev_hash=bytes(chain.head),
    )
    if entry.reason:
        entry.salt = token_hex(16)
        entry.seal = digest.seal(entry.salt, entry.reason)
    chain.head = entry.hash = digest.link(bytes(entry.prev_hash), digest.payload(hashed_columns(entry)))
    return entry


def hashed_columns(entry: Entry) -> tuple[object, ...]:
    """The columns under the hash, in their fixed order."""
    return tuple(_content(entry) if name == "reason" else getattr(entry, name) for name in HASHED)


def _content(entry: Entry) -> str:
    """Of a reason its seal, made anew from the words where they still stand (as `columns.SEALED` says it in SQL)."""
    if not entry.seal:
        return entry.reason
    return digest.seal(entry.salt, entry.reason) if entry.reason else entry.seal


def erase_reasons(chains: Sequence[str]) -> int:
    """Erase the words of why from these chains, at the end of their time; part of a verb that records how many."""
    return Entry.objects.filter(chain__in=chains).exclude(seal="").exclude(reason="").update(reason="", salt="")


@dataclass(frozen=True)
class Move:
    """One change of state: where to, under which verb, why, and the fields that change with it."""

    to: str | None  # None: it stays where it is; the verb is recorded and the fields change
    verb: str
    reason: str = ""
    changes: Mapping[str, object] = field(default_factory=dict)  # written to the row in the same UPDATE
    noted: Mapping[str, object] = field(default_factory=dict)  # only recorded in the entry's `after`
    rulebook_version: str = ""


@dataclass(frozen=True)
class Moving:
    """A move of one thing at one moment, for the batch form."""

    subject: models.Model
    step: Move
    at: datetime


@transaction.atomic
def move(subject: models.Model, step: Move, *, by: Actor, at: datetime) -> Entry:
    """Change `subject.state` once: refuse an undeclared move, lose no race, write one entry, publish one event.

    Raises NotAllowed where the table of moves has no such arrow, Conflict where the row is no longer in the state
    the caller saw.
    """
    return move_many([Moving(subject, step, at)], by=by)[0]


@joined
def move_many(movings: Sequence[Moving], *, by: Actor) -> list[Entry]:
    """Move several things of one model, each at most once, all or none; the queries do not grow with their number."""
    if not movings:
        return []
    kind = type(movings[0].subject)
    stored = kind._default_manager.select_for_update(no_key=True).filter(pk__in=[m.subject.pk for m in movings])
    states = dict(stored.order_by("pk").values_list("pk", "state"))
    drafts = [_moved(moving, states, by) for moving in movings]
    fields = {"state"}.union(*(moving.step.changes for moving in movings))
    update_rows([moving.subject for moving in movings], fields)
    return append_many(drafts)


def _moved(moving: Moving, states: Mapping[object, str], by: Actor) -> Draft:
    """Check and make one move in memory; the entry that will say so. Words stand on the row and in the reason, where they
    can be erased, never among the values."""
    subject, step = moving.subject, moving.step
    stateful: Stateful = subject  # type: ignore[assignment]
    old = stateful.state
    if step.to is not None and step.to not in stateful.moves.get(old, frozenset()):
        raise NotAllowed(
            _("This is not possible now: it is “%(old)s”.")
            % {"old": getattr(subject, "get_state_display", lambda: old)()}
        )
    if states.get(subject.pk) != old:
        raise Conflict
    words = {*declared(type(subject), "words_erased"), *declared(type(subject), "words_blanked")}
    before = {"state": old} | {name: getattr(subject, name) for name in step.changes if name not in words}
    stateful.state = step.to or old
    for name, value in step.changes.items():
        setattr(subject, name, value)
    return Draft(
        chain=stateful.ledger_chain,
        verb=step.verb,
        by=by,
        at=moving.at,
        subject_kind=subject._meta.label,
        subject_id=subject.pk,
        reason=step.reason,
        before=before,
        after={"state": stateful.state} | {n: v for n, v in step.changes.items() if n not in words} | dict(step.noted),
        rulebook_version=step.rulebook_version,
    )


def note_reading(*, about: Draft, purpose: str, fields: Sequence[str]) -> Entry:
    """Record that somebody looked at personal data, and why. A POST, or after a GET through `request.after_read`."""
    return append(replace(about, verb="personal.read", reason=purpose, after={"fields": list(fields)}))
