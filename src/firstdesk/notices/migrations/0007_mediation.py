"""Wordings for the parties of a mediation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_calendar")]

    operations = [
        migrations.AlterField(
            model_name="template",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reply", "For an answer"),
                    ("notice", "For word on the way"),
                    ("mediation", "For the parties of a mediation"),
                ],
                max_length=10,
            ),
        ),
    ]
