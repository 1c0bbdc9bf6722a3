"""What the database itself refuses: a lost owner, an owned matter without a promise, a first receiver who changes."""

from django.db import migrations

FOREIGN_KEY = """
ALTER TABLE obligations_clock
    ADD CONSTRAINT obligations_clock_matter_id_fk FOREIGN KEY (matter_id)
    REFERENCES matters_matter (id) DEFERRABLE INITIALLY DEFERRED;
"""

FIRST_RECEIVER = """
CREATE FUNCTION matters_keep_first_receiver() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the first receiver of matter % never changes', OLD.number
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'matters_matter_first_receiver';
END $$;
CREATE TRIGGER matters_matter_first_receiver BEFORE UPDATE OF first_receiver_id ON matters_matter
    FOR EACH ROW WHEN (OLD.first_receiver_id IS DISTINCT FROM NEW.first_receiver_id)
    EXECUTE FUNCTION matters_keep_first_receiver();
"""

# Checked when the transaction commits, on the rows as they are then: one verb may stop a clock before it starts the next.
OWNED = """
CREATE FUNCTION matters_check_owned(asked bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    it matters_matter;
BEGIN
    SELECT * INTO it FROM matters_matter WHERE id = asked;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF it.ended_at IS NULL THEN
        IF NOT EXISTS (SELECT FROM obligations_clock WHERE matter_id = asked AND state = 'running') THEN
            RAISE EXCEPTION 'open matter % (%) has no running clock', it.number, it.state
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'matters_matter_promised';
        END IF;
    ELSIF EXISTS (SELECT FROM obligations_clock WHERE matter_id = asked AND state <> 'stopped') THEN
        RAISE EXCEPTION 'ended matter % (%) has an open clock', it.number, it.state
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'matters_matter_unpromised';
    END IF;
END $$;
CREATE FUNCTION matters_matter_owned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM matters_check_owned(NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION matters_clock_owned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM matters_check_owned(OLD.matter_id);
    ELSE
        PERFORM matters_check_owned(NEW.matter_id);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER matters_matter_owned AFTER INSERT OR UPDATE OF state, ended_at ON matters_matter
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION matters_matter_owned();
CREATE CONSTRAINT TRIGGER matters_clock_owned AFTER INSERT OR UPDATE OF state, matter_id OR DELETE ON obligations_clock
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION matters_clock_owned();
"""

UNDO_OWNED = """
DROP TRIGGER matters_clock_owned ON obligations_clock;
DROP TRIGGER matters_matter_owned ON matters_matter;
DROP FUNCTION matters_clock_owned(), matters_matter_owned(), matters_check_owned(bigint);
"""
UNDO_FIRST_RECEIVER = """
DROP TRIGGER matters_matter_first_receiver ON matters_matter;
DROP FUNCTION matters_keep_first_receiver();
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_initial"), ("obligations", "0002_sender_and_number")]
    operations = [
        migrations.RunSQL(FOREIGN_KEY, "ALTER TABLE obligations_clock DROP CONSTRAINT obligations_clock_matter_id_fk;"),
        migrations.RunSQL(FIRST_RECEIVER, UNDO_FIRST_RECEIVER),
        migrations.RunSQL(OWNED, UNDO_OWNED),
    ]
