from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):
    """What the wall counts of a month: calls back and words exchanged."""

    dependencies = [("followup", "0006_erasure")]
    operations = [
        migrations.AddIndex(
            model_name="callback", index=BrinIndex(fields=["called_at"], autosummarize=True, name="followup_call_month")
        ),
        migrations.AddIndex(
            model_name="contactnote",
            index=BrinIndex(fields=["noted_at"], autosummarize=True, name="followup_note_month"),
        ),
    ]
