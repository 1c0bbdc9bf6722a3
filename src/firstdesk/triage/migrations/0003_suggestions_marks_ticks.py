"""What is suggested and kept beside a decision, what was learned, urgent marks, ticks of checklists: all written once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from firstdesk.ledger.append_only import forbid_change


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_one_division_per_centre"),
        ("matters", "0006_search"),
        ("triage", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptSuggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=10)),
                ("version", models.CharField(max_length=64)),
                ("nature", models.CharField(blank=True, max_length=20)),
                ("topic", models.CharField(blank=True, max_length=60)),
                ("urgency", models.CharField(blank=True, max_length=10)),
                ("reasons", models.JSONField()),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="suggestion", to="triage.decision"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UrgentMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "was",
                    models.CharField(
                        choices=[("urgent", "Urgent"), ("priority", "Priority"), ("normal", "Normal")], max_length=10
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("marked_at", models.DateTimeField(db_index=True)),
                (
                    "marked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="urgent_marks", to="matters.matter"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LearnedModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=64)),
                ("examples", models.PositiveIntegerField()),
                ("held_out", models.PositiveIntegerField()),
                ("figures", models.JSONField()),
                ("is_adopted", models.BooleanField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("learned_at", models.DateTimeField()),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
                    ),
                ),
                (
                    "learned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_adopted", True)),
                        fields=["centre", "-id"],
                        name="triage_learnedmodel_in_use",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tick",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=120)),
                ("is_done", models.BooleanField()),
                ("ticked_at", models.DateTimeField()),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ticks", to="matters.matter"
                    ),
                ),
                (
                    "ticked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["matter", "item", "-id"], name="triage_tick_matter")],
            },
        ),
        forbid_change("triage_learnedmodel"),
        forbid_change("triage_keptsuggestion"),
        forbid_change("triage_urgentmark"),
        forbid_change("triage_tick"),
    ]
