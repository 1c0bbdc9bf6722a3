"""What lists are read by: what is open, a topic and what is under it, what a unit is asked to take."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0009_attachment")]
    operations = [
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["-registered_at"], name="matters_matter_open"
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["topic"], name="matters_matter_topic", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddIndex(
            model_name="involvement",
            index=models.Index(
                condition=models.Q(("part", "offered")), fields=["unit"], name="matters_involvement_offered"
            ),
        ),
    ]
