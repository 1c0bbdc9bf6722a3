from django.db import migrations

OLD = """
CREATE OR REPLACE FUNCTION teamwork_note_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.text = '' AND to_jsonb(NEW) - 'text' = to_jsonb(OLD) - 'text' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% of a note is refused: its words are only ever erased', TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""
NEW = OLD.replace("NEW.text = ''", "NEW.text IN ('', '—')")


class Migration(migrations.Migration):
    dependencies = [("teamwork", "0002_guards")]

    operations = [migrations.RunSQL(NEW, OLD)]
