from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):
    """What the wall counts of a month: reports and calls."""

    dependencies = [("intake", "0009_numbers")]
    operations = [
        migrations.AddIndex(
            model_name="report", index=BrinIndex(fields=["received_at"], autosummarize=True, name="intake_report_month")
        ),
        migrations.AddIndex(
            model_name="contact", index=BrinIndex(fields=["rang_at"], autosummarize=True, name="intake_contact_month")
        ),
    ]
