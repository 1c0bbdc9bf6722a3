"""An open matter keeps a running clock of its own: what a helper, a turnout or an overseer waits for does not stand in for it."""

from django.db import migrations

CHECK = """
CREATE OR REPLACE FUNCTION matters_check_owned(asked bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    it matters_matter;
BEGIN
    SELECT * INTO it FROM matters_matter WHERE id = asked;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF it.ended_at IS NULL THEN
        IF NOT EXISTS (SELECT FROM obligations_clock WHERE matter_id = asked AND state = 'running'{own}) THEN
            RAISE EXCEPTION 'open matter % (%) has no running clock', it.number, it.state
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'matters_matter_promised';
        END IF;
    ELSIF EXISTS (SELECT FROM obligations_clock WHERE matter_id = asked AND state <> 'stopped') THEN
        RAISE EXCEPTION 'ended matter % (%) has an open clock', it.number, it.state
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'matters_matter_unpromised';
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0012_clocks_kept_from"), ("obligations", "0005_part")]
    operations = [
        migrations.RunSQL(CHECK.replace("{own}", " AND part = ''"), CHECK.replace("{own}", "")),
    ]
