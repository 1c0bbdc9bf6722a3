"""SQL that makes a table append-only, for the migrations of every context that keeps one."""

from django.db.migrations import RunSQL

FUNCTION = """
CREATE FUNCTION firstdesk_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the table is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""

ERASURE = """
CREATE FUNCTION firstdesk_erasure_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name text;
    old_row jsonb := to_jsonb(OLD);
    new_row jsonb := to_jsonb(NEW);
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF new_row ->> name IS DISTINCT FROM old_row ->> name AND new_row ->> name NOT IN ('', '—', '{}', '[]') THEN
            RAISE EXCEPTION 'UPDATE of % is refused: its words are only ever erased', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
        old_row := old_row - name;
        new_row := new_row - name;
    END LOOP;
    IF old_row IS DISTINCT FROM new_row OR to_jsonb(OLD) = to_jsonb(NEW) THEN
        RAISE EXCEPTION 'UPDATE of % is refused: the table is append-only', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""


def allow_erasure(table: str, *columns: str) -> RunSQL:
    """Of an append-only table, from now on these columns may be erased at the end of their time, and nothing else."""
    names = ", ".join(f"'{column}'" for column in columns)
    return RunSQL(
        f"""
        DROP TRIGGER {table}_append_only ON {table};
        CREATE TRIGGER {table}_append_only BEFORE DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION firstdesk_append_only();
        CREATE TRIGGER {table}_erasure_only BEFORE UPDATE ON {table}
            FOR EACH ROW EXECUTE FUNCTION firstdesk_erasure_only({names});
        """,
        f"""
        DROP TRIGGER {table}_erasure_only ON {table};
        DROP TRIGGER {table}_append_only ON {table};
        CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION firstdesk_append_only();
        """,
    )


def forbid_change(table: str) -> RunSQL:
    """UPDATE, DELETE and TRUNCATE of the table are refused from now on."""
    return RunSQL(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION firstdesk_append_only()",
        f"DROP TRIGGER {table}_append_only ON {table}",
    )
