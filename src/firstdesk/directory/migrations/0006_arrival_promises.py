"""How fast a unit promises to be at a place, by zone and hour."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_api_tokens")]
    operations = [
        migrations.CreateModel(
            name="ArrivalPromise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "zone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("urban", "Urban"),
                            ("fringe", "Urban fringe"),
                            ("rural", "Rural"),
                            ("unknown", "Not known"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "hour",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "At any hour"),
                            ("office", "In office hours"),
                            ("off_hours", "Outside office hours"),
                        ],
                        max_length=10,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                ("reference", models.CharField(blank=True, max_length=200)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrival_promises",
                        to="directory.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "zone", "hour"), name="directory_arrival_once"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                        name="directory_arrival_minutes",
                        violation_error_message="A promise to arrive is one minute at least and a day at most.",
                    ),
                ],
            },
        ),
    ]
