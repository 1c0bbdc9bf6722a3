"""A unit's way to a place, and where a referral has been."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0006_arrival_promises"),
        ("dispatch", "0004_search"),
        ("matters", "0005_circles_of_clocks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Turnout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[("first", "Goes first"), ("responsible", "Responsible unit")],
                        default="responsible",
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ordered", "Ordered, not yet gone"),
                            ("on_way", "On the way"),
                            ("on_scene", "At the place"),
                            ("relieved", "Relieved"),
                            ("finished", "Done"),
                            ("stood_down", "No longer needed"),
                        ],
                        default="ordered",
                        max_length=12,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("seen_on_camera", models.BooleanField(default=False)),
                ("ordered_at", models.DateTimeField()),
                ("departed_at", models.DateTimeField(null=True)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("settled", "Settled at the place"),
                            ("helped", "A person in need was helped"),
                            ("taken_up", "Place protected, case taken up"),
                            ("nothing", "Nothing found"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ending", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="referral",
            name="hop",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="referral",
            name="opened_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="opened_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="round",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="referral",
            name="state",
            field=models.CharField(
                choices=[
                    ("offered", "Offered"),
                    ("objected", "Objected"),
                    ("withdrawn", "Taken back"),
                    ("working", "In handling"),
                    ("relieved", "Relieved at the place"),
                    ("answered", "Result returned"),
                    ("confirmed", "Confirmed"),
                ],
                default="offered",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opened_at", None), ("opened_by", None)),
                    models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                    _connector="OR",
                ),
                name="dispatch_referral_opened",
            ),
        ),
        migrations.AddField(
            model_name="turnout",
            name="arrived_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="turnout",
            name="departed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="turnout",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="turnout",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="turnouts", to="matters.matter"
            ),
        ),
        migrations.AddField(
            model_name="turnout",
            name="ordered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="turnout",
            name="referral",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="turnouts", to="dispatch.referral"
            ),
        ),
        migrations.AddField(
            model_name="turnout",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="turnouts", to="directory.unit"
            ),
        ),
        migrations.AddIndex(
            model_name="turnout",
            index=models.Index(
                condition=models.Q(("state__in", ["on_scene", "on_way", "ordered"])),
                fields=["unit", "-ordered_at"],
                name="dispatch_turnout_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="turnout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["on_scene", "on_way", "ordered"])),
                fields=("matter", "unit"),
                name="dispatch_turnout_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="turnout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("departed_at", None), ("departed_by", None)),
                    models.Q(("departed_at__isnull", False), ("departed_by__isnull", False)),
                    _connector="OR",
                ),
                name="dispatch_turnout_departed",
            ),
        ),
        migrations.AddConstraint(
            model_name="turnout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("arrived_at", None), ("arrived_by", None)),
                    models.Q(("arrived_at__isnull", False), ("arrived_by__isnull", False)),
                    _connector="OR",
                ),
                name="dispatch_turnout_arrived",
            ),
        ),
        migrations.AddConstraint(
            model_name="turnout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None), ("state__in", ["on_scene", "on_way", "ordered"])),
                    models.Q(
                        models.Q(("state__in", ["on_scene", "on_way", "ordered"]), _negated=True),
                        ("ended_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="dispatch_turnout_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="turnout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "on_scene"), _negated=True), ("arrived_at__isnull", False), _connector="OR"
                ),
                name="dispatch_turnout_on_scene",
            ),
        ),
    ]
