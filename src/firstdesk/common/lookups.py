"""Database lookups Django lacks."""

import re
from collections.abc import Collection
from typing import Any, Self

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigAutoField, BooleanField, F, Func, Lookup, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler


class AnyOf(Lookup):
    """`pk__any_of=keys`: thousands of keys as one array, where `in` would write them into the statement one by one."""

    lookup_name = "any_of"

    def get_prep_lookup(self) -> list[int]:
        keys: Collection[int] = self.rhs
        return list(keys)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::bigint[])", [*params, self.rhs]


BigAutoField.register_lookup(AnyOf)


def any_of(keys: Collection[int]) -> Q:
    """The rows with these keys, however many."""
    return Q(pk__any_of=keys)


class Ready(Func):
    """A condition on a row whose SQL was made once. What stands in every list is asked thousands of times an hour, and
    making the same SQL anew costs more than asking it."""

    ROW = "\N{SYMBOL FOR NULL}"  # stands for the row's table until it is known how a statement calls it

    def __init__(self, row: Any, text: str = "", params: tuple[Any, ...] = ()) -> None:
        super().__init__(row, output_field=BooleanField())
        self.text, self.params = text, params

    @classmethod
    def made(cls, rows: QuerySet[Any, Any]) -> Self:
        """The condition these rows fulfil; it names columns of the row itself and statements about other tables."""
        query, table = rows.order_by().query, rows.model._meta.db_table
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        compiler.setup_query()
        text, params = compiler.compile(query.where)
        assert sum(map(bool, query.alias_refcount.values())) == 1, "a condition on one table"
        text = re.sub(r"\b([T-Z][0-9]+)\b", r"inner_\1", text)  # names Django gives away in every statement
        return cls(F("pk"), text.replace(f'"{table}".', f"{cls.ROW}."), tuple(params))

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        """The text made once, with the row as this statement calls it."""
        column: Any = self.source_expressions[0]
        row = compiler.quote_name_unless_alias(column.alias)
        return self.text.replace(self.ROW, row), self.params
