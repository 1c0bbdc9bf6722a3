from django.db import migrations

from firstdesk.ledger.append_only import forbid_change

FIXED = """
CREATE FUNCTION teamwork_note_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.text = '' AND to_jsonb(NEW) - 'text' = to_jsonb(OLD) - 'text' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% of a note is refused: its words are only ever erased', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER teamwork_note_fixed BEFORE UPDATE OR DELETE ON teamwork_note
FOR EACH ROW EXECUTE FUNCTION teamwork_note_fixed()
"""


class Migration(migrations.Migration):
    dependencies = [("teamwork", "0001_initial"), ("ledger", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            FIXED, "DROP TRIGGER teamwork_note_fixed ON teamwork_note; DROP FUNCTION teamwork_note_fixed()"
        ),
        forbid_change("teamwork_mention"),
        migrations.RunSQL("ALTER TABLE teamwork_presence SET UNLOGGED", "ALTER TABLE teamwork_presence SET LOGGED"),
    ]
