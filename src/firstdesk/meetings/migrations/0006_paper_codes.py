from django.db import migrations, models

FILLED = """
ALTER TABLE meetings_paper DISABLE TRIGGER meetings_paper_append_only;
UPDATE meetings_paper SET code = files_issued.code FROM files_issued WHERE files_issued.sha256 = meetings_paper.sha256;
ALTER TABLE meetings_paper ENABLE TRIGGER meetings_paper_append_only;
"""


class Migration(migrations.Migration):
    """A paper of a meeting says its code itself, as those of reports do: taken from what was entered when it left."""

    dependencies = [("meetings", "0005_said"), ("files", "0003_certificates")]
    operations = [
        migrations.AddField("paper", "code", models.CharField(default="", max_length=24), preserve_default=False),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
    ]
