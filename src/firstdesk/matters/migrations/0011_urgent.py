"""What cannot wait is asked for several times a second."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0010_lists")]
    operations = [
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("ended_at", None), ("urgency", "urgent")),
                fields=["id"],
                name="matters_matter_urgent",
            ),
        ),
    ]
