"""The proposal a mediator shows to everybody at the table."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mediation", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="shared",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mediation.proposal"
            ),
        ),
    ]
