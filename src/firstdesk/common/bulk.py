"""Many rows written in one statement, all their values in one JSON text.

Django's `bulk_update` sends a CASE per value and crawls; its `bulk_create` prepares every value by itself and escapes
long texts twice, which is most of what registering a report costs. The database reads JSON faster than we write SQL.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, time
from functools import lru_cache
from threading import local
from typing import Any, TypeVar

from django.db import connection, models

from firstdesk.common.secrecy import Secret

Row = TypeVar("Row", bound=models.Model)


def insert_rows(rows: Sequence[Row]) -> list[Row]:
    """INSERT new rows of one model in order; rows whose key the database assigns have it afterwards.

    Like Django's `bulk_create` it calls no `save()`; values are taken as they are, without `pre_save`. Secret fields
    are encrypted as everywhere."""
    if not rows:
        return []
    sql, names, key = _insert(type(rows[0]), rows[0].pk is not None)
    given = [{name: value for name in names if (value := row.__dict__[name]) is not None} for row in rows]
    given = _concealed(type(rows[0]), given)
    if _present.gathered is not None:
        _present.gathered.setdefault(sql, []).extend(given)
    else:
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} RETURNING {key}" if key else sql, [as_json(given)])
            for row, (pk,) in zip(rows, cursor.fetchall() if key else (), strict=bool(key)):
                row.pk = pk
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return list(rows)


Gathered = dict[str, list[dict[str, object]]]


class _Present(local):
    """What this thread is gathering: the rows of each INSERT; None: every INSERT is sent at once."""

    gathered: Gathered | None = None


_present = _Present()


@contextmanager
def written_at_once() -> Iterator[None]:
    """Everything `insert_rows` is given inside is written by one statement where the outermost of these ends.

    Inside, nothing given is there to be read yet, and rows that get their key from the database are not told it.
    """
    if _present.gathered is not None:
        yield
        return
    gathered: Gathered = {}
    _present.gathered = gathered
    try:
        yield
    finally:
        _present.gathered = None
    if gathered:
        *parts, last = gathered
        beside = ", ".join(f"part_{number} AS ({sql})" for number, sql in enumerate(parts))
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {beside} {last}" if parts else last, [as_json(rows) for rows in gathered.values()])


def update_rows(rows: Sequence[models.Model], fields: Collection[str]) -> int:
    """UPDATE rows of one model to what their objects hold in `fields`; returns how many there were.

    It refuses and locks nothing beforehand: the caller holds the rows it has read."""
    if not rows:
        return 0
    sql, names = _update(type(rows[0]), frozenset(fields))
    given = [{name: getattr(row, name) for name in names} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(sql, [as_json(_concealed(type(rows[0]), given))])
        return int(cursor.rowcount)


def _concealed(model: type[models.Model], given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for field in _secrets(model):
        for values in given:
            if field.attname in values:
                values[field.attname] = field.get_db_prep_save(values[field.attname], connection)
    return given


@lru_cache(maxsize=128)
def _secrets(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.local_concrete_fields if isinstance(field, Secret))


@lru_cache(maxsize=128)
def _insert(model: type[models.Model], is_keyed: bool) -> tuple[str, tuple[str, ...], str]:
    """The statement, the values it takes, and the column of the key where the database is to give it."""
    meta = model._meta
    columns: list[Any] = [field for field in meta.local_concrete_fields if not field.generated]
    generated = not is_keyed and isinstance(meta.pk, models.AutoField | models.BigAutoField)
    if generated:
        columns.remove(meta.pk)
    names = ", ".join(_quoted(column.column) for column in columns)
    sql = f"INSERT INTO {_quoted(meta.db_table)} ({names}) SELECT {_given(columns)} FROM {_table(columns)}"
    key = _quoted(str(meta.pk.column)) if generated else ""
    return sql, tuple(column.attname for column in columns), key


@lru_cache(maxsize=128)
def _update(model: type[models.Model], fields: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    meta = model._meta
    columns: list[Any] = [meta.get_field(name) for name in sorted(fields)]
    key: Any = meta.pk
    places = [key, *columns]
    changes = ", ".join(f"{_quoted(column.column)} = new.{_quoted(column.attname)}" for column in columns)
    table, name = _quoted(meta.db_table), _quoted(key.column)
    sql = f"UPDATE {table} SET {changes} FROM {_table(places)} WHERE {table}.{name} = new.{_quoted(key.attname)}"
    return sql, tuple(place.attname for place in places)


def _table(columns: Sequence[Any]) -> str:
    """The rows as the database reads them from one JSON text; types without length, so that too long a text is refused."""
    types = ", ".join(f"{_quoted(column.attname)} {_kind(column)}" for column in columns)
    return f"json_to_recordset(%s::json) AS new ({types})"


def _given(columns: Sequence[Any]) -> str:
    return ", ".join(f"new.{_quoted(column.attname)}" for column in columns)


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def _kind(field: Any) -> str:
    kind = str(field.db_type(connection))
    return kind.partition("(")[0] + ("[]" if kind.endswith("[]") and "(" in kind else "")


def as_json(rows: object) -> str:
    """Rows as one JSON text whose values the database casts to the types of their columns."""
    return json.dumps(rows, ensure_ascii=False, default=_plain, allow_nan=False)


def _plain(value: object) -> object:
    if isinstance(value, date | time):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return "\\x" + bytes(value).hex()
    return str(value)
