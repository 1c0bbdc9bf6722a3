"""Reading one row for one page: repeated questions are answered once, and empty tables are not queried.

A page of many panels begins with `begin(row)`: one statement tells which tables refer to the row at all. Selectors call
`may_hold(row, Model)` before they query, and wear `once` where several panels need the same. Without `begin`, as in
every service, both do nothing: what is about to change is always read anew."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import connection
from django.db.models import ForeignObjectRel, Model

R = TypeVar("R")
Row = TypeVar("Row")
P = ParamSpec("P")
_KEY = "_reading"


class Reading:
    """What is known about a row while one page is made."""

    def __init__(self, known: frozenset[str], filled: frozenset[str]) -> None:
        self.known = known
        self.filled = filled
        self.found: dict[object, object] = {}


def begin(row: Model) -> None:
    """Learn which tables refer to the row. From here on its selectors may remember: for pages, never before a change."""
    sql, tables, columns = _question(type(row))
    with connection.cursor() as cursor:
        cursor.execute(sql, [row.pk] * columns)
        answers = cursor.fetchone()
    row.__dict__[_KEY] = Reading(
        frozenset(tables), frozenset(t for t, holds in zip(tables, answers, strict=True) if holds)
    )


def may_hold(row: Model, model: type[Model]) -> bool:
    """False only where it is known that no row of this model refers to the row."""
    reading: Reading | None = row.__dict__.get(_KEY)
    table = model._meta.db_table
    return reading is None or table not in reading.known or table in reading.filled


def once(select: Callable[Concatenate[Row, P], R]) -> Callable[Concatenate[Row, P], R]:
    """Decorator: for a row read for a page, query only the first time."""

    @wraps(select)
    def asked(row: Row, /, *args: P.args, **kwargs: P.kwargs) -> R:
        reading: Reading | None = row.__dict__.get(_KEY)
        if reading is None:
            return select(row, *args, **kwargs)
        key = (select, args, tuple(kwargs.items()))
        if key not in reading.found:
            reading.found[key] = select(row, *args, **kwargs)
        return reading.found[key]  # type: ignore[return-value]

    return asked


@lru_cache
def _question(model: type[Model]) -> tuple[str, tuple[str, ...], int]:
    """The statement, its tables in their order, and how often the key stands in it."""
    refers: dict[str, list[str]] = {}
    for field in model._meta.get_fields(include_hidden=True):
        if isinstance(field, ForeignObjectRel) and not field.many_to_many and field.field.column:
            refers.setdefault(field.related_model._meta.db_table, []).append(field.field.column)
    name = connection.ops.quote_name
    parts = [
        f"EXISTS(SELECT 1 FROM {name(table)} WHERE {' OR '.join(f'{name(column)} = %s' for column in columns)})"
        for table, columns in refers.items()
    ]
    return f"SELECT {', '.join(parts)}", tuple(refers), sum(map(len, refers.values()))
