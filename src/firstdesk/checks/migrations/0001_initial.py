import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import firstdesk.common.secrecy.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0007_supervision_phone"),
        ("files", "0002_issued"),
        ("matters", "0015_recusal_lift"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("natures", models.JSONField(default=list)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("measure", models.CharField(choices=[("number", "This many"), ("percent", "Per cent")], max_length=8)),
                ("amount", models.PositiveSmallIntegerField()),
                ("population", models.JSONField()),
                ("left_out", models.PositiveIntegerField(default=0)),
                ("population_hash", models.CharField(max_length=64)),
                ("public_number", models.CharField(blank=True, max_length=40)),
                ("drawn_how", models.CharField(blank=True, max_length=200)),
                ("seed", models.CharField(blank=True, max_length=64)),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("frozen", "Frozen, the number is to be drawn"),
                            ("drawn", "Drawn, being checked again"),
                            ("finished", "Finished"),
                            ("dropped", "Dropped before the draw"),
                        ],
                        default="frozen",
                        max_length=8,
                    ),
                ),
                ("frozen_at", models.DateTimeField()),
                ("drawn_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=200)),
                ("checkers", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "drawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "frozen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
                ("units", models.ManyToManyField(related_name="+", to="directory.unit")),
            ],
        ),
        migrations.CreateModel(
            name="Emptying",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=120)),
                ("happened_on", models.DateField()),
                ("count", models.PositiveSmallIntegerField()),
                ("emptied_at", models.DateTimeField()),
                (
                    "emptied_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
                (
                    "witness",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(blank=True, max_length=120)),
                ("subject", models.CharField(max_length=40)),
                (
                    "mode",
                    models.CharField(
                        choices=[("announced", "Announced"), ("unannounced", "Unannounced"), ("own", "The own work")],
                        max_length=12,
                    ),
                ),
                ("planned_on", models.DateField()),
                ("beside", models.CharField(blank=True, max_length=120)),
                ("rulebook_version", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "To be inspected"),
                            ("underway", "Under way"),
                            ("handed", "Handed over, the unit has its word"),
                            ("heard", "The unit was heard"),
                            ("signed", "Signed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("word_by", models.DateField(null=True)),
                ("word", models.CharField(blank=True, max_length=1000)),
                ("word_agrees", models.BooleanField(null=True)),
                ("conclusion", models.CharField(blank=True, max_length=1000)),
                ("planned_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(null=True)),
                ("handed_at", models.DateTimeField(null=True)),
                ("heard_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "begun_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by_unit",
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
                    "handed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "heard_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inspector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule_id", models.CharField(blank=True, max_length=80)),
                ("item", models.CharField(blank=True, max_length=60)),
                ("title", models.CharField(max_length=200)),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To be put right"),
                            ("remedied", "Put right, to be looked at again"),
                            ("closed", "Settled and closed"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("late_told_at", models.DateTimeField(null=True)),
                ("raised_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "by_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="checks.inspection",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("web", "Web"), ("box", "Paper box"), ("spoken", "Spoken")], max_length=6
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True)),
                ("text", firstdesk.common.secrecy.fields.SecretText()),
                ("contact", firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ("public_text", models.CharField(blank=True, max_length=500)),
                ("answer", models.CharField(blank=True, max_length=1000)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("due_on", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "To be sorted"),
                            ("improving", "Being improved"),
                            ("answered", "Answered in public"),
                            ("turned", "Became a matter"),
                            ("noted", "Noted"),
                        ],
                        default="received",
                        max_length=9,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("sorted_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "emptying",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="checks.emptying",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="matters.matter",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sorted_by",
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
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=500)),
                ("answer_by", models.DateField()),
                ("answer", models.CharField(blank=True, max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[("given", "Awaits an answer"), ("answered", "Answered"), ("ended", "Ended")],
                        default="given",
                        max_length=8,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="checks.finding"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To be checked again"), ("done", "Checked again")],
                        default="open",
                        max_length=5,
                    ),
                ),
                ("is_kept", models.BooleanField(null=True)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "checker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rechecks", to="checks.draw"
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rechecks", to="matters.matter"
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
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule_id", models.CharField(max_length=80)),
                ("item", models.CharField(max_length=60)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("kept", "As it should be"),
                            ("not_kept", "Not kept"),
                            ("not_applicable", "Not applicable"),
                        ],
                        max_length=14,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300)),
                ("marked_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="checks.inspection",
                    ),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recheck",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="checks.recheck",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="finding",
            name="recheck",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="checks.recheck"
            ),
        ),
        migrations.CreateModel(
            name="Remedy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=1000)),
                ("happened_on", models.DateField()),
                ("remedied_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remedies", to="checks.finding"
                    ),
                ),
                (
                    "remedied_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "remedies",
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_accepted", models.BooleanField()),
                ("words", models.CharField(max_length=1000)),
                ("due_on", models.DateField(null=True)),
                ("reviewed_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
                    ),
                ),
                (
                    "remedy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review", to="checks.remedy"
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seeking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("visit", "At people's homes"),
                            ("phone", "By phone"),
                            ("counter", "At the counter"),
                            ("talk", "At a talk"),
                            ("form", "By a form"),
                        ],
                        max_length=8,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("asked", models.PositiveSmallIntegerField()),
                ("answered", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=1000)),
                ("sought_at", models.DateTimeField()),
                (
                    "sought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
            name="Summary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("half", models.DateField()),
                ("figures", models.JSONField()),
                ("words", models.CharField(max_length=2000)),
                ("issued_at", models.DateTimeField()),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "summaries",
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("congress", "People's congress"),
                            ("consultative", "Political consultative conference"),
                            ("press", "Press"),
                            ("residents", "Residents"),
                            ("superior", "Superior or discipline body"),
                        ],
                        max_length=12,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("guests", models.PositiveSmallIntegerField()),
                ("subject", models.CharField(max_length=120)),
                ("said", models.CharField(max_length=1000)),
                ("noted_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
        migrations.AddField(
            model_name="finding",
            name="visit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="checks.visit"
            ),
        ),
        migrations.AddIndex(
            model_name="draw",
            index=models.Index(fields=["unit", "-frozen_at"], name="checks_draw_unit"),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))),
                name="checks_draw_days",
                violation_error_message="The last day comes after the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gte", 1), ("measure", "number")),
                    models.Q(("amount__gte", 1), ("amount__lte", 100), ("measure", "percent")),
                    _connector="OR",
                ),
                name="checks_draw_amount",
                violation_error_message="At least one, and of per cent a hundred at most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("drawn_at__isnull", True), ("drawn_by__isnull", True)),
                    models.Q(("drawn_at__isnull", False), ("drawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="checks_draw_drawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="checks_draw_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("seed", ""), ("state__in", ["frozen", "dropped"])),
                    models.Q(models.Q(("seed", ""), _negated=True), ("state__in", ["drawn", "finished"])),
                    _connector="OR",
                ),
                name="checks_draw_seed",
            ),
        ),
        migrations.AddConstraint(
            model_name="emptying",
            constraint=models.CheckConstraint(
                condition=models.Q(("witness", models.F("emptied_by")), _negated=True),
                name="checks_emptying_two",
                violation_error_message="Two people open the box: name the other one.",
            ),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["by_unit", "-planned_on"], name="checks_inspection_by"),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mode", "own"), ("unit", models.F("by_unit"))),
                    models.Q(
                        models.Q(("mode", "own"), _negated=True), models.Q(("unit", models.F("by_unit")), _negated=True)
                    ),
                    models.Q(models.Q(("mode", "own"), _negated=True), ("unit__isnull", True)),
                    _connector="OR",
                ),
                name="checks_inspection_not_itself",
                violation_error_message="No unit inspects itself; what it looks at itself is a check of its own work.",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place", ""), ("unit__isnull", False)),
                    models.Q(("unit__isnull", True), models.Q(("place", ""), _negated=True)),
                    _connector="OR",
                ),
                name="checks_inspection_of_one",
                violation_error_message="Name a unit, or a place or body: one of the two.",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("begun_at__isnull", True), ("begun_by__isnull", True)),
                    models.Q(("begun_at__isnull", False), ("begun_by__isnull", False)),
                    _connector="OR",
                ),
                name="checks_inspection_begun",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handed_at__isnull", True), ("handed_by__isnull", True)),
                    models.Q(("handed_at__isnull", False), ("handed_by__isnull", False)),
                    _connector="OR",
                ),
                name="checks_inspection_handed",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("heard_at__isnull", True), ("heard_by__isnull", True)),
                    models.Q(("heard_at__isnull", False), ("heard_by__isnull", False)),
                    _connector="OR",
                ),
                name="checks_inspection_heard",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="checks_inspection_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(fields=["unit", "-received_at"], name="checks_opinion_unit"),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sorted_at__isnull", True), ("sorted_by__isnull", True)),
                    models.Q(("sorted_at__isnull", False), ("sorted_by__isnull", False)),
                    _connector="OR",
                ),
                name="checks_opinion_sorted",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="checks_opinion_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "answered"), _negated=True),
                    models.Q(models.Q(("public_text", ""), _negated=True), models.Q(("answer", ""), _negated=True)),
                    _connector="OR",
                ),
                name="checks_opinion_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "improving"), _negated=True),
                    models.Q(("due_on__isnull", False), ("owner__isnull", False)),
                    _connector="OR",
                ),
                name="checks_opinion_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("matter__isnull", False), ("state", "turned")),
                    models.Q(models.Q(("state", "turned"), _negated=True), ("matter__isnull", True)),
                    _connector="OR",
                ),
                name="checks_opinion_turned",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "ended"), _negated=True),
                fields=("finding",),
                name="checks_order_one",
                violation_error_message="A supervision order about this finding stands already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="checks_order_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="checks_order_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_by", None),
                    models.Q(("answered_by", models.F("given_by")), _negated=True),
                    _connector="OR",
                ),
                name="checks_order_two",
            ),
        ),
        migrations.AddIndex(
            model_name="recheck",
            index=models.Index(condition=models.Q(("state", "open")), fields=["checker"], name="checks_recheck_open"),
        ),
        migrations.AddConstraint(
            model_name="recheck",
            constraint=models.UniqueConstraint(fields=("draw", "matter"), name="checks_recheck_once"),
        ),
        migrations.AddConstraint(
            model_name="recheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                    models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                    _connector="OR",
                ),
                name="checks_recheck_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="recheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at__isnull", False), ("is_kept__isnull", False), ("state", "done")),
                    models.Q(("done_at", None), ("is_kept", None), ("state", "open")),
                    _connector="OR",
                ),
                name="checks_recheck_result",
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("inspection__isnull", False), ("recheck__isnull", True)),
                    models.Q(("inspection__isnull", True), ("recheck__isnull", False)),
                    _connector="OR",
                ),
                name="checks_mark_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(
                condition=models.Q(("inspection__isnull", False)),
                fields=("inspection", "rule_id", "item"),
                name="checks_mark_inspection",
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(
                condition=models.Q(("recheck__isnull", False)),
                fields=("recheck", "rule_id", "item"),
                name="checks_mark_recheck",
            ),
        ),
        migrations.AddConstraint(
            model_name="seeking",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered__lte", models.F("asked")), ("asked__gte", 1)),
                name="checks_seeking_counts",
                violation_error_message="At least one was asked, and no more answered than were asked.",
            ),
        ),
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.UniqueConstraint(fields=("unit", "half"), name="checks_summary_once"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("guests__gte", 1)),
                name="checks_visit_guests",
                violation_error_message="At least one came, else nobody supervised.",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                condition=models.Q(("state", "closed"), _negated=True),
                fields=["unit", "due_on"],
                name="checks_finding_open",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["by_unit", "-raised_at"], name="checks_finding_by"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="checks_finding_closed_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at", None)),
                    _connector="OR",
                ),
                name="checks_finding_closed",
            ),
        ),
    ]
