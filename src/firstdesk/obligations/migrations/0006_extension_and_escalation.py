"""A clock keeps the time it was granted, and how far up its breach has been told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("obligations", "0005_part")]
    operations = [
        migrations.AddField(
            model_name="clock",
            name="escalated_level",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="clock",
            name="escalated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="clock",
            name="extensions",
            field=models.JSONField(default=list),
        ),
    ]
