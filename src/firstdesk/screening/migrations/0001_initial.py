import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import firstdesk.common.secrecy.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0006_arrival_promises"),
        ("matters", "0013_own_promise"),
        ("mediation", "0004_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mode",
                    models.CharField(choices=[("regular", "Regular"), ("concentrated", "Concentrated")], max_length=12),
                ),
                ("occasion", models.CharField(blank=True, max_length=80)),
                ("title", models.CharField(max_length=80)),
                ("areas", models.CharField(max_length=200)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("ended", "Ended")], default="running", max_length=8
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("awaited", "Not reported yet"), ("reported", "Reported")],
                        default="awaited",
                        max_length=8,
                    ),
                ),
                ("is_zero", models.BooleanField(default=False)),
                ("words", models.CharField(blank=True, max_length=300)),
                ("is_late", models.BooleanField(default=False)),
                ("reported_at", models.DateTimeField(null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="screening.campaign"
                    ),
                ),
                ("matters", models.ManyToManyField(related_name="found_in", to="matters.matter")),
                (
                    "reported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Major",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=44, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reported", "Reported upward"),
                            ("taken_up", "Taken up by the superior"),
                            ("ended", "Settled or handed on"),
                        ],
                        default="reported",
                        max_length=8,
                    ),
                ),
                ("place", models.CharField(max_length=200)),
                ("found_by", models.CharField(max_length=80)),
                ("found_on", models.DateField()),
                ("kind", models.CharField(max_length=60)),
                ("parties", firstdesk.common.secrecy.fields.SecretText()),
                ("people_involved", models.PositiveIntegerField()),
                ("cause", firstdesk.common.secrecy.fields.SecretText()),
                ("focus", firstdesk.common.secrecy.fields.SecretText()),
                ("course", firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ("risk", firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ("measures", firstdesk.common.secrecy.fields.SecretText()),
                ("asked", firstdesk.common.secrecy.fields.SecretText()),
                ("note", firstdesk.common.secrecy.fields.SecretText()),
                ("due_on", models.DateField(null=True)),
                ("reported_at", models.DateTimeField()),
                ("taken_up_at", models.DateTimeField(null=True)),
                ("answer", firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="majors",
                        to="mediation.case",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="majors", to="matters.matter"
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
                (
                    "taken_up_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", firstdesk.common.secrecy.fields.SecretText()),
                ("noted_at", models.DateTimeField()),
                (
                    "major",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="progresses", to="screening.major"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "progresses",
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("filled", "Filled, to be checked"), ("issued", "Checked and reported")],
                        default="filled",
                        max_length=8,
                    ),
                ),
                ("figures", models.JSONField()),
                ("mean_days", models.FloatField(null=True)),
                ("explanation", models.CharField(blank=True, max_length=1000)),
                ("filled_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "filled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="campaign",
            index=models.Index(fields=["centre", "-first"], name="screening_campaign_centre"),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("first")), ("last__gte", models.F("first"))),
                name="screening_campaign_days",
                violation_error_message="A drive ends after it begins, and is reported on after it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mode", "concentrated"), _negated=True),
                    models.Q(("occasion", ""), _negated=True),
                    _connector="OR",
                ),
                name="screening_campaign_occasion",
                violation_error_message="A concentrated drive names its occasion.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False), ("state", "ended")),
                    models.Q(models.Q(("state", "ended"), _negated=True), ("ended_at", None), ("ended_by", None)),
                    _connector="OR",
                ),
                name="screening_campaign_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=("campaign", "unit"), name="screening_finding_once"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reported_at__isnull", False), ("reported_by__isnull", False), ("state", "reported")),
                    models.Q(
                        models.Q(("state", "reported"), _negated=True),
                        ("is_zero", False),
                        ("reported_at", None),
                        ("reported_by", None),
                    ),
                    _connector="OR",
                ),
                name="screening_finding_reported",
            ),
        ),
        migrations.AddIndex(
            model_name="major",
            index=models.Index(fields=["centre", "-reported_at"], name="screening_major_centre"),
        ),
        migrations.AddConstraint(
            model_name="major",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False), ("state", "ended")),
                    models.Q(models.Q(("state", "ended"), _negated=True), ("ended_at", None), ("ended_by", None)),
                    _connector="OR",
                ),
                name="screening_major_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="major",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_up_at", None), ("taken_up_by", None)),
                    models.Q(("taken_up_at__isnull", False), ("taken_up_by__isnull", False)),
                    _connector="OR",
                ),
                name="screening_major_taken_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(fields=("centre", "month"), name="screening_statement_once"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked_at__isnull", False), ("checked_by__isnull", False), ("state", "issued")),
                    models.Q(models.Q(("state", "issued"), _negated=True), ("checked_at", None), ("checked_by", None)),
                    _connector="OR",
                ),
                name="screening_statement_checked",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("checked_by", None),
                    models.Q(("checked_by", models.F("filled_by")), _negated=True),
                    _connector="OR",
                ),
                name="screening_statement_two",
                violation_error_message="Somebody else checks than who filled it.",
            ),
        ),
    ]
