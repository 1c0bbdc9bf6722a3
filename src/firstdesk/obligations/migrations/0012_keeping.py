"""Sensitive periods, market days, calendars of phones, what is confirmed by looking; how far each list is written."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from firstdesk.ledger.append_only import forbid_change


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0007_supervision_phone"),
        ("files", "0002_issued"),
        ("obligations", "0011_proved"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clause", models.CharField(max_length=20)),
                ("on", models.DateField()),
                (
                    "as_found",
                    models.CharField(
                        choices=[("kept", "As it should be"), ("not_kept", "Not as it should be")], max_length=10
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("confirmed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="MarketDays",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month_days", models.JSONField(default=list)),
                ("weekdays", models.JSONField(default=list)),
                ("dates", models.JSONField(default=list)),
                ("set_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rulebook_version", models.CharField(max_length=64)),
                ("through", models.DateField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SensitivePeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("reason", models.CharField(max_length=1000)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("declared_at", models.DateTimeField()),
                ("end_reason", models.CharField(blank=True, max_length=500)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="occurrence",
            name="obligations_occurrence_once",
        ),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.UniqueConstraint(
                fields=("centre", "unit", "rule_id", "subject", "period_start", "number"),
                name="obligations_occurrence_once",
            ),
        ),
        migrations.AddField(
            model_name="calendarlink",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="calendarlink",
            name="revoked_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="calendarlink",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
            ),
        ),
        migrations.AddField(
            model_name="calendarlink",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="calendar_links", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="confirmed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="photo",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="confirmations", to="directory.unit"
            ),
        ),
        migrations.AddField(
            model_name="marketdays",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="marketdays",
            name="unit",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="market_days", to="directory.unit"
            ),
        ),
        migrations.AddField(
            model_name="schedule",
            name="centre",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"
            ),
        ),
        migrations.AddField(
            model_name="sensitiveperiod",
            name="centre",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"),
        ),
        migrations.AddField(
            model_name="sensitiveperiod",
            name="declared_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="sensitiveperiod",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at", None), ("revoked_by", None)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="obligations_calendarlink_revoked",
            ),
        ),
        migrations.AddIndex(
            model_name="confirmation",
            index=models.Index(fields=["unit", "clause", "-on"], name="obligations_confirmation_last"),
        ),
        migrations.AddConstraint(
            model_name="sensitiveperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))),
                name="obligations_sensitive_order",
                violation_error_message="The last day comes after the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sensitiveperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_at", None), ("ended_by", None)),
                    models.Q(("end_reason__gt", ""), ("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="obligations_sensitive_ended",
            ),
        ),
        forbid_change("obligations_confirmation"),
    ]
