"""No duty is done without a proof: the database itself sees to it. What was done before keeps its words as the proof."""

from django.db import migrations

from firstdesk.ledger.append_only import forbid_change

FILL = """
UPDATE obligations_occurrence SET centre_id = unit_id WHERE centre_id IS NULL;
UPDATE obligations_occurrence SET missed_at = due_at WHERE state = 'missed';
UPDATE obligations_occurrence SET owing_post_id = (
    SELECT id FROM directory_post WHERE directory_post.unit_id = obligations_occurrence.unit_id AND code = 'director'
) WHERE owing_post_id IS NULL;
INSERT INTO obligations_proof (occurrence_id, kind, ref, url, title, happened_on, shown_at, shown_by_id)
    SELECT id, 'before', 'before:' || id, '', left(evidence, 500), (done_at AT TIME ZONE 'Asia/Shanghai')::date, done_at, done_by_id
    FROM obligations_occurrence WHERE state = 'done';
"""
PROVED = """
CREATE FUNCTION obligations_proved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM obligations_proof AS proof WHERE proof.occurrence_id = NEW.id
            AND NOT EXISTS (SELECT FROM obligations_takenback AS taken WHERE taken.proof_id = proof.id)
    ) THEN
        RAISE EXCEPTION 'duty % is done only with its evidence', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER obligations_occurrence_proved AFTER INSERT OR UPDATE OF state ON obligations_occurrence
    FOR EACH ROW WHEN (NEW.state = 'done') EXECUTE FUNCTION obligations_proved();
"""
UNPROVED = "DROP TRIGGER obligations_occurrence_proved ON obligations_occurrence; DROP FUNCTION obligations_proved()"


class Migration(migrations.Migration):
    dependencies = [("obligations", "0010_proofs"), ("ledger", "0002_append_only")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(PROVED, UNPROVED),
        forbid_change("obligations_proof"),
        forbid_change("obligations_takenback"),
    ]
