from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):
    """What the wall counts of a month: decisions and ticks."""

    dependencies = [("triage", "0004_erasure")]
    operations = [
        migrations.AddIndex(
            model_name="decision",
            index=BrinIndex(fields=["decided_at"], autosummarize=True, name="triage_decision_month"),
        ),
        migrations.AddIndex(
            model_name="tick", index=BrinIndex(fields=["ticked_at"], autosummarize=True, name="triage_tick_month")
        ),
    ]
