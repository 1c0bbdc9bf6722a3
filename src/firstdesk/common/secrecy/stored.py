"""What stands encrypted in the database: which columns, and under which keys."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Place:
    """A table with encrypted columns."""

    table: str
    key: str
    columns: tuple[str, ...]


def places(connection: BaseDatabaseWrapper) -> Iterator[Place]:
    """Every table of the product that has such columns, in a fixed order."""
    there = set(connection.introspection.table_names())
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda each: each._meta.db_table):
        meta: Any = model._meta
        columns = tuple(f.column for f in meta.local_concrete_fields if getattr(f, "is_concealed", False))
        if columns and meta.managed and not meta.proxy and meta.db_table in there:
            yield Place(meta.db_table, meta.pk.column, columns)


def is_any(connection: BaseDatabaseWrapper) -> bool:
    """Whether anything is stored encrypted at all."""
    with connection.cursor() as cursor:
        for place in places(connection):
            cursor.execute(
                f"SELECT EXISTS (SELECT FROM {_name(connection, place.table)} WHERE {_any(connection, place)})"
            )
            if cursor.fetchone()[0]:
                return True
    return False


def counts(connection: BaseDatabaseWrapper) -> Counter[str]:
    """How many values stand under each key, by its id."""
    found: Counter[str] = Counter()
    with connection.cursor() as cursor:
        for place in places(connection):
            for column in place.columns:
                name = _name(connection, column)
                cursor.execute(
                    f"SELECT split_part({name}, '.', 2), count(*) FROM {_name(connection, place.table)} "
                    f"WHERE {name} <> '' GROUP BY 1"
                )
                found.update(dict(cursor.fetchall()))
    return found


def _any(connection: BaseDatabaseWrapper, place: Place) -> str:
    return " OR ".join(f"{_name(connection, column)} <> ''" for column in place.columns)


def _name(connection: BaseDatabaseWrapper, name: str) -> str:
    return str(connection.ops.quote_name(name))
