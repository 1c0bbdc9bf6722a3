"""Between transactional tests Django empties every table; the append-only ones must let it, in tests alone."""

from collections.abc import Sequence

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations


@pytest.fixture(autouse=True, scope="session")
def _flush_past_triggers() -> None:
    """The flush runs as a replica's would: triggers stay silent for its transaction, and for nothing else."""
    plain = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, *args: object, **kwargs: object) -> Sequence[str]:
        statements = plain(self, *args, **kwargs)  # type: ignore[arg-type]
        return ["SET LOCAL session_replication_role = replica", *statements] if statements else statements

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign, assignment]
