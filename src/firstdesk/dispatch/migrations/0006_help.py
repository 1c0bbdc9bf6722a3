"""Help from other units, services beyond the desk."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0006_arrival_promises"),
        ("dispatch", "0005_ways"),
        ("matters", "0005_circles_of_clocks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("proxy", "Done on the person's behalf"),
                            ("at_home", "At the person's home"),
                            ("accompany", "Accompanied on request"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Under way"), ("done", "Done"), ("ended", "Ended early")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("next_step", models.CharField(blank=True, max_length=20)),
                ("meets_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ServiceStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=20)),
                ("note", models.TextField(blank=True)),
                ("done_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("accepted", "Helping"),
                            ("objected", "Cannot help"),
                            ("done", "Done"),
                            ("withdrawn", "No longer needed"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("request", models.TextField()),
                ("is_required", models.BooleanField(default=True)),
                ("wanted_by", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="service",
            name="agent",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="service_modes", to="matters.matter"
            ),
        ),
        migrations.AddField(
            model_name="service",
            name="started_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="servicestep",
            name="done_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="servicestep",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="dispatch.service"
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="from_unit",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"),
        ),
        migrations.AddField(
            model_name="task",
            name="handler",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="matters.matter"
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="directory.unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("matter", "mode"), name="dispatch_service_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="dispatch_service_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicestep",
            constraint=models.UniqueConstraint(fields=("service", "step"), name="dispatch_service_step_once"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state__in", ["accepted", "asked"])),
                fields=["unit", "asked_at"],
                name="dispatch_task_open",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["matter"], name="dispatch_task_matter"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None)),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="dispatch_task_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None), ("state__in", ["accepted", "asked"])),
                    models.Q(
                        models.Q(("state__in", ["accepted", "asked"]), _negated=True), ("ended_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="dispatch_task_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["done", "objected"]), _negated=True), ("answer__gt", ""), _connector="OR"
                ),
                name="dispatch_task_answer",
                violation_error_message="Help given or refused is said in words.",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_unit", models.F("unit")), _negated=True),
                name="dispatch_task_other_unit",
                violation_error_message="A unit does not ask itself for help.",
            ),
        ),
    ]
