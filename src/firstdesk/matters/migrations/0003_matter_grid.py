"""Where it happened: the grid cell, so that whoever owns it can be asked."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0002_guards"), ("directory", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="matter",
            name="grid",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="matters",
                to="directory.grid",
            ),
        ),
    ]
