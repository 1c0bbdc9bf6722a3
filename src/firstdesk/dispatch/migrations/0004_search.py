"""What a unit answered is searched."""

from django.db import migrations

RESULTS = """
CREATE FUNCTION dispatch_keep_result() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM matters_keep_text(NEW.matter_id, 'result', NEW.id, NEW.result_text);
    RETURN NULL;
END $$;
CREATE TRIGGER dispatch_referral_result AFTER UPDATE OF result_text ON dispatch_referral
    FOR EACH ROW WHEN (OLD.result_text IS DISTINCT FROM NEW.result_text) EXECUTE FUNCTION dispatch_keep_result();
SELECT matters_keep_text(matter_id, 'result', id, result_text) FROM dispatch_referral WHERE result_text > '';
"""


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0003_times_and_persons"), ("matters", "0006_search")]
    operations = [
        migrations.RunSQL(
            RESULTS, "DROP TRIGGER dispatch_referral_result ON dispatch_referral; DROP FUNCTION dispatch_keep_result();"
        ),
    ]
