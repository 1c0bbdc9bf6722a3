"""Many rows written to their own values in one statement. Django's `bulk_update` sends a CASE per value and crawls."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection, models


def update_rows(rows: Sequence[models.Model], fields: Collection[str]) -> int:
    """UPDATE these rows of one model, each to what its object holds in `fields`; returns how many there were.

    Refuses nothing and locks nothing beforehand: callers hold the rows they have read.
    """
    if not rows:
        return 0
    meta = type(rows[0])._meta
    columns: list[Any] = [meta.get_field(name) for name in sorted(fields)]
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(column.column)} = new.{quote(column.column)}" for column in columns)
    key: Any = meta.pk
    places = [key, *columns]
    arrays = ", ".join(f"%s::{_kind(place)}[]" for place in places)
    names = ", ".join(quote(place.column) for place in places)
    table, name = quote(meta.db_table), quote(key.column)
    sql = f"UPDATE {table} SET {changes} FROM unnest({arrays}) AS new ({names}) WHERE {table}.{name} = new.{name}"
    values: Any = [[_plain(place, row) for row in rows] for place in places]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def _kind(field: Any) -> str:
    """The column's type for a cast; without its length, so that too long a text is refused and not cut."""
    return str(field.db_type(connection)).partition("(")[0]


def _plain(field: Any, row: models.Model) -> Any:
    value = getattr(row, field.attname)
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False, cls=field.encoder)
    return field.get_db_prep_save(value, connection)
