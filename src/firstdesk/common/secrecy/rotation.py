"""Rotating keys: everything stored is re-encrypted under the newest key, then older keys are forgotten.

It can stop and resume at any point: each value names its key, so no progress is recorded elsewhere."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from firstdesk.common.secrecy import ring, stored
from firstdesk.common.secrecy.fields import keys
from firstdesk.common.secrecy.ring import Key, Ring
from firstdesk.common.secrecy.stored import Place

logger = logging.getLogger("firstdesk.secrecy")
SIZE = 200  # rows at once
GRACE = timedelta(hours=24)  # as long as a transaction that began before the turn could still write under an older key


@dataclass(frozen=True)
class Tended:
    """What was done."""

    renewed: int  # values written anew
    unreadable: int  # values whose key is not here; they are left as they are
    forgotten: tuple[str, ...]  # ids of keys that are gone for good


@dataclass(frozen=True)
class Standing:
    """A key and what stands under it."""

    key: Key
    values: int
    is_newest: bool


def standing() -> list[Standing]:
    """The keys of the ring, the newest first, and how many values stand under each."""
    kept, counted = keys(), stored.counts(connection)
    return [Standing(key, counted[key.id], key is kept.keys[0]) for key in kept.keys]


def turn(*, at: datetime) -> Key:
    """Add a new key, under which values are written from now on."""
    keys()  # there is a ring, or it is made
    return ring.turn(settings.DATA_DIR, at=at).keys[0]


def tend(*, at: datetime, size: int = SIZE) -> Tended:
    """Re-encrypt values under older keys; forget keys unused for a day."""
    kept = keys()
    if len(kept.keys) == 1:
        return Tended(0, 0, ())
    renewed, unreadable = 0, 0
    for place in stored.places(connection):
        done, left = _renew(place, kept, size)
        renewed, unreadable = renewed + done, unreadable + left
    used = stored.counts(connection)
    kept = ring.spend(settings.DATA_DIR, frozenset(key.id for key in kept.keys[1:] if not used[key.id]), at=at)
    over = tuple(k.id for k in kept.keys[1:] if k.spent_at and datetime.fromisoformat(k.spent_at) <= at - GRACE)
    if over:
        ring.forget(settings.DATA_DIR, frozenset(over))
    if renewed or unreadable or over:
        logger.info("keys: %d values renewed, %d unreadable, keys forgotten: %s", renewed, unreadable, ", ".join(over))
    return Tended(renewed, unreadable, over)


def _renew(place: Place, kept: Ring, size: int) -> tuple[int, int]:
    renewed, unreadable, last = 0, 0, None
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            guards = _guards(cursor, place.table)
            if guards:  # the table before its rows, so that nobody waits for us while we wait for them
                cursor.execute(f"LOCK TABLE {_q(place.table)} IN SHARE ROW EXCLUSIVE MODE")
            rows = _older(cursor, place, kept, last, size)
            if not rows:
                return renewed, unreadable
            changes = []
            for pk, *values in rows:
                fresh = [_anew(value, kept) for value in values]
                renewed += sum(new != old for new, old in zip(fresh, values, strict=True))
                unreadable += sum(bool(new) and not str(new).startswith(kept.prefix) for new in fresh)
                changes.append([*fresh, pk])
            _write(cursor, place, changes, guards)
            last = rows[-1][0]


def _older(cursor: Any, place: Place, kept: Ring, last: object, size: int) -> list[tuple[Any, ...]]:
    """The next rows with a value under an older key, held until they are written."""
    named = [_q(column) for column in place.columns]
    old = " OR ".join(f"({name} <> '' AND NOT starts_with({name}, %s))" for name in named)
    after = f"{_q(place.key)} > %s AND " if last is not None else ""
    cursor.execute(
        f"SELECT {_q(place.key)}, {', '.join(named)} FROM {_q(place.table)} WHERE {after}({old}) "
        f"ORDER BY {_q(place.key)} LIMIT %s FOR NO KEY UPDATE",
        [*([last] if last is not None else []), *[kept.prefix] * len(named), size],
    )
    return list(cursor.fetchall())


def _anew(value: str | None, kept: Ring) -> str | None:
    """The value under the newest key; as it is where it stands there already, is empty, or cannot be read."""
    if not value or value.startswith(kept.prefix):
        return value
    try:
        return kept.conceal(kept.reveal(value))
    except ring.NoKey:
        return value


def _write(cursor: Any, place: Place, changes: list[list[Any]], guards: list[str]) -> None:
    """Words do not change by this, so what forbids changing them stands aside, for this transaction alone."""
    for name in guards:
        cursor.execute(f"ALTER TABLE {_q(place.table)} DISABLE TRIGGER {_q(name)}")
    sets = ", ".join(f"{_q(column)} = %s" for column in place.columns)
    cursor.executemany(f"UPDATE {_q(place.table)} SET {sets} WHERE {_q(place.key)} = %s", changes)
    for name in guards:
        cursor.execute(f"ALTER TABLE {_q(place.table)} ENABLE TRIGGER {_q(name)}")


def _guards(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relname = %s "
        "AND c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal AND t.tgenabled <> 'D' "
        "AND t.tgtype & 16 <> 0",  # those that watch over UPDATE
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def _q(name: str) -> str:
    return str(connection.ops.quote_name(name))
