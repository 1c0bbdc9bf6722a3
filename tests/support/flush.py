"""Between transactional tests Django empties every table; the append-only ones must let it, in tests alone."""

from collections.abc import Sequence

import pytest
from django.db import OperationalError
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.support.rules import keep_rules

# A browser that has just left may have a last request under way (the bell asks every few seconds): emptying the tables
# under it would be a deadlock. Waits at most four seconds.
UNTIL_QUIET = """
DO $$ BEGIN
  FOR attempt IN 1..200 LOOP
    PERFORM pg_stat_clear_snapshot();
    EXIT WHEN NOT EXISTS (
      SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
    );
    PERFORM pg_sleep(0.02);
  END LOOP;
END $$
"""


@pytest.fixture(autouse=True, scope="session")
def _flush_past_triggers() -> None:
    """The flush runs as a replica's would: triggers stay silent for its transaction, and for nothing else."""
    plain = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, *args: object, **kwargs: object) -> Sequence[str]:
        statements = plain(self, *args, **kwargs)  # type: ignore[arg-type]
        if not statements:
            return statements
        return [UNTIL_QUIET, "SET LOCAL session_replication_role = replica", *statements]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign, assignment]
    empty = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: DatabaseOperations, sql_list: Sequence[str]) -> None:
        for _attempt in range(2):
            try:
                empty(self, sql_list)
                break
            except OperationalError:  # a request came in between after all, and one of the two had to give way
                continue
        else:
            empty(self, sql_list)
        keep_rules()

    DatabaseOperations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]
