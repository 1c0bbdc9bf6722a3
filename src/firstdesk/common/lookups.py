"""Questions to the database that Django has no words for."""

from collections.abc import Collection
from typing import Any

from django.db.models import BigAutoField, Lookup, Q


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
    """The rows of these keys, however many."""
    return Q(pk__any_of=keys)
