"""SQL that makes a table append-only, for the migrations of every context that keeps one."""

from django.db.migrations import RunSQL

FUNCTION = """
CREATE FUNCTION firstdesk_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the table is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""


def forbid_change(table: str) -> RunSQL:
    """UPDATE, DELETE and TRUNCATE of the table are refused from now on."""
    return RunSQL(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION firstdesk_append_only()",
        f"DROP TRIGGER {table}_append_only ON {table}",
    )
