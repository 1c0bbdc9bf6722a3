from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Who owed a promise before it changed hands, and until when."""

    dependencies = [("obligations", "0014_counted")]
    operations = [
        migrations.AddField(model_name="clock", name="handed", field=models.JSONField(null=True)),
        migrations.AddField(model_name="clock", name="handed_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                fields=["handed_at"], condition=Q(handed_at__isnull=False), name="obligations_clock_handed"
            ),
        ),
    ]
