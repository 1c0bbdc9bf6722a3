"""A clock knows the closed circle of its matter, so that nobody outside hears of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("obligations", "0003_restricted"), ("directory", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="clock",
            name="compartment",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.compartment"
            ),
        ),
    ]
