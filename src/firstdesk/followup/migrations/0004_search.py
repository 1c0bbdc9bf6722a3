"""Answers are searched: what the person was told, and what the unit that had the matter itself did."""

from django.db import migrations

ANSWERS = """
CREATE FUNCTION followup_keep_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM matters_keep_text(NEW.matter_id, TG_ARGV[0], NEW.id, NEW.text);
    RETURN NULL;
END $$;
CREATE TRIGGER followup_reply_search AFTER INSERT OR UPDATE OF text ON followup_reply
    FOR EACH ROW EXECUTE FUNCTION followup_keep_answer('reply');
CREATE TRIGGER followup_ownresult_search AFTER INSERT OR UPDATE OF text ON followup_ownresult
    FOR EACH ROW EXECUTE FUNCTION followup_keep_answer('own_result');
SELECT matters_keep_text(matter_id, 'reply', id, text) FROM followup_reply;
SELECT matters_keep_text(matter_id, 'own_result', id, text) FROM followup_ownresult;
"""
UNDO = """
DROP TRIGGER followup_reply_search ON followup_reply;
DROP TRIGGER followup_ownresult_search ON followup_ownresult;
DROP FUNCTION followup_keep_answer();
"""


class Migration(migrations.Migration):
    dependencies = [("followup", "0003_rating_and_tasks"), ("matters", "0006_search")]
    operations = [migrations.RunSQL(ANSWERS, UNDO)]
