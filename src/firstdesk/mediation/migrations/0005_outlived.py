"""An ended matter has no open clock of its own; what was agreed in mediation runs on, with the time of the court."""

from django.db import migrations

OUTLIVES = r" AND part !~ '^(case|promise):'"
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
        IF NOT EXISTS (SELECT FROM obligations_clock WHERE matter_id = asked AND state = 'running' AND part = '') THEN
            RAISE EXCEPTION 'open matter % (%) has no running clock', it.number, it.state
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'matters_matter_promised';
        END IF;
    ELSIF EXISTS (SELECT FROM obligations_clock WHERE matter_id = asked AND state <> 'stopped'{but}) THEN
        RAISE EXCEPTION 'ended matter % (%) has an open clock', it.number, it.state
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'matters_matter_unpromised';
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("mediation", "0004_append_only"),
        ("matters", "0015_recusal_lift"),
        ("obligations", "0009_shortened"),
    ]
    operations = [
        migrations.RunSQL(CHECK.replace("{but}", OUTLIVES), CHECK.replace("{but}", "")),
    ]
