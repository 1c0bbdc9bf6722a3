"""What a party does by their own link: choose a mediator, end the mediation with nobody of the desk at hand."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mediation", "0004_after")]

    operations = [
        migrations.AlterField(
            model_name="consent",
            name="about",
            field=models.CharField(
                choices=[
                    ("mediation", "To be mediated"),
                    ("mediator", "This mediator"),
                    ("open", "In the open"),
                    ("participant", "This other person taking part"),
                    ("session", "This session"),
                    ("oral", "An oral agreement"),
                    ("extension", "More time"),
                    ("joint", "Mediated together with other cases"),
                    ("confirmation", "Confirmation by a court"),
                    ("choice", "Choice of a mediator from the register"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="failure",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
