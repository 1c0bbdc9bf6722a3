"""Duties are done with proofs, in part, late, explained, waived; owed by a post, for one thing alone where that is so."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0007_supervision_phone"),
        ("files", "0002_issued"),
        ("obligations", "0009_shortened"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("ref", models.CharField(max_length=60)),
                ("url", models.CharField(blank=True, max_length=200)),
                ("title", models.CharField(max_length=500)),
                ("happened_on", models.DateField()),
                ("shown_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TakenBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=500)),
                ("taken_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="occurrence",
            name="obligations_occurrence_done",
        ),
        migrations.RemoveConstraint(
            model_name="occurrence",
            name="obligations_occurrence_once",
        ),
        migrations.AddField(
            model_name="occurrence",
            name="centre",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
            ),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="explained_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="explained_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="explanation",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="is_provisional",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="is_tightened",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="missed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="owing_post",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.post"
            ),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="subject",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="subject_label",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="waived_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="waived_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="waiver",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="warn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="warned_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="occurrence",
            name="state",
            field=models.CharField(
                choices=[
                    ("scheduled", "Scheduled"),
                    ("partial", "Done in part"),
                    ("done", "Done"),
                    ("missed", "Missed"),
                    ("waived", "Waived"),
                ],
                default="scheduled",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(
                condition=models.Q(("state__in", ["scheduled", "partial"])),
                fields=["due_at"],
                name="obligations_occ_due",
            ),
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ["scheduled", "partial"]), ("warn_at__isnull", False), ("warned_at", None)
                ),
                fields=["warn_at"],
                name="obligations_occ_warn",
            ),
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(fields=["unit", "period_end"], name="obligations_occ_unit"),
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(fields=["centre", "due_at"], name="obligations_occ_centre"),
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(fields=["rule_id", "due_at"], name="obligations_occ_rule"),
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(fields=["owing_post", "due_at"], name="obligations_occ_post"),
        ),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.UniqueConstraint(
                fields=("unit", "rule_id", "subject", "period_start", "number"), name="obligations_occurrence_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at__isnull", False), ("evidence__gt", ""), ("state", "done")),
                    models.Q(models.Q(("state", "done"), _negated=True), ("done_at", None), ("done_by", None)),
                    _connector="OR",
                ),
                name="obligations_occurrence_done",
                violation_error_message="A duty is done only with its evidence.",
            ),
        ),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("explained_at", None), ("explained_by", None), ("explanation", "")),
                    models.Q(("explained_at__isnull", False), ("explained_by__isnull", False), ("explanation__gt", "")),
                    _connector="OR",
                ),
                name="obligations_occurrence_explained",
            ),
        ),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "waived"),
                        ("waived_at__isnull", False),
                        ("waived_by__isnull", False),
                        ("waiver__gt", ""),
                    ),
                    models.Q(
                        models.Q(("state", "waived"), _negated=True),
                        ("waived_at", None),
                        ("waived_by", None),
                        ("waiver", ""),
                    ),
                    _connector="OR",
                ),
                name="obligations_occurrence_waived",
            ),
        ),
        migrations.AddField(
            model_name="proof",
            name="file",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
            ),
        ),
        migrations.AddField(
            model_name="proof",
            name="occurrence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proofs", to="obligations.occurrence"
            ),
        ),
        migrations.AddField(
            model_name="proof",
            name="shown_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="takenback",
            name="proof",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="taken_back", to="obligations.proof"
            ),
        ),
        migrations.AddField(
            model_name="takenback",
            name="taken_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="proof",
            index=models.Index(fields=["ref"], name="obligations_proof_ref"),
        ),
    ]
