from django.db import migrations

from firstdesk.ledger.append_only import forbid_change

FIXED = """
CREATE FUNCTION reporting_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NULL AND OLD.sent_at IS NULL THEN
        RETURN NEW;
    END IF;
    IF (to_jsonb(OLD) - 'state' - 'to_unit_id' - 'sent_at' - 'sent_by_id' - 'changed_at')
        IS DISTINCT FROM (to_jsonb(NEW) - 'state' - 'to_unit_id' - 'sent_at' - 'sent_by_id' - 'changed_at')
        OR (OLD.sent_at IS NOT NULL AND (OLD.sent_at, OLD.sent_by_id, OLD.to_unit_id)
            IS DISTINCT FROM (NEW.sent_at, NEW.sent_by_id, NEW.to_unit_id)) THEN
        RAISE EXCEPTION 'a report that was signed or sent stays as it is'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reporting_report_fixed BEFORE UPDATE ON reporting_report
    FOR EACH ROW EXECUTE FUNCTION reporting_fixed();
CREATE FUNCTION reporting_words_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    report_state text;
BEGIN
    SELECT state INTO report_state FROM reporting_report
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.report_id ELSE NEW.report_id END;
    IF report_state IS DISTINCT FROM 'draft' THEN
        RAISE EXCEPTION 'words are written while their report is a draft'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reporting_words_fixed BEFORE INSERT OR UPDATE OR DELETE ON reporting_words
    FOR EACH ROW EXECUTE FUNCTION reporting_words_fixed();
"""
UNDO = """
DROP TRIGGER reporting_words_fixed ON reporting_words;
DROP FUNCTION reporting_words_fixed();
DROP TRIGGER reporting_report_fixed ON reporting_report;
DROP FUNCTION reporting_fixed();
"""


class Migration(migrations.Migration):
    """What was signed or sent is never opened again, and its words stand still once it was handed in; writers stay known."""

    dependencies = [("reporting", "0001_initial")]
    operations = [migrations.RunSQL(FIXED, UNDO), forbid_change("reporting_writer")]
