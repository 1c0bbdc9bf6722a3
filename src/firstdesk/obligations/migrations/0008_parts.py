"""Everybody's day asks for what is owed beside the matters themselves."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("obligations", "0007_kept_from")]
    operations = [
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(
                    models.Q(("state", "stopped"), _negated=True),
                    models.Q(models.Q(("part", ""), _negated=True), ("code", "verify"), _connector="OR"),
                ),
                fields=["owing_unit"],
                name="obligations_clock_part",
            ),
        ),
    ]
