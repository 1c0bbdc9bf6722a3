"""What was taken down is searched: story and place."""

from django.db import migrations

STORY = """
CREATE FUNCTION intake_keep_story() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM matters_keep_text(NEW.matter_id, 'report', 0, NEW.place || E'\\n' || NEW.narrative);
    RETURN NULL;
END $$;
CREATE TRIGGER intake_report_story AFTER INSERT OR UPDATE OF place, narrative ON intake_report
    FOR EACH ROW EXECUTE FUNCTION intake_keep_story();
SELECT matters_keep_text(matter_id, 'report', 0, place || E'\\n' || narrative) FROM intake_report;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_report_source_centre"), ("matters", "0006_search")]
    operations = [
        migrations.RunSQL(
            STORY, "DROP TRIGGER intake_report_story ON intake_report; DROP FUNCTION intake_keep_story();"
        ),
    ]
