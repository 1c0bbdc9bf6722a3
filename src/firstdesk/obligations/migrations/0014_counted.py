from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What a report and the wall count of a month: promises that ended, promises that were broken."""

    dependencies = [("obligations", "0013_longer_ref")]
    operations = [
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                fields=["centre", "stopped_at"],
                include=["id", "outcome"],
                condition=Q(is_promise=True, is_advisory=False, stopped_at__isnull=False),
                name="obligations_clock_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                fields=["centre", "due_at"],
                condition=Q(is_promise=True, is_advisory=False, outcome="late"),
                name="obligations_clock_late",
            ),
        ),
    ]
