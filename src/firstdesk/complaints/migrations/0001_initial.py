import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from firstdesk.ledger.append_only import forbid_change

USER = settings.AUTH_USER_MODEL
PROTECT = django.db.models.deletion.PROTECT
KINDS = [
    ("visit", "Inquiry on the spot"),
    ("explanation", "Explanation of the delay to the person"),
    ("protection", "Protection of the person against retaliation"),
]
STATES = [
    ("owed", "Amount to be decided"),
    ("approved", "Approved, to be paid"),
    ("paid", "Paid"),
    ("explained", "Not paid, explained"),
    ("declined", "Declined by the person"),
]


def key() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("ledger", "0002_append_only"),
        ("matters", "0007_recusal"),
        migrations.swappable_dependency(USER),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", key()),
                ("kind", models.CharField(max_length=20)),
                ("phrase", models.CharField(blank=True, max_length=200)),
                ("opened_at", models.DateTimeField()),
                (
                    "about",
                    models.ForeignKey(null=True, on_delete=PROTECT, related_name="complaints", to="matters.matter"),
                ),
                (
                    "matter",
                    models.OneToOneField(on_delete=PROTECT, related_name="complaint", to="matters.matter"),
                ),
                ("opened_by", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to=USER)),
            ],
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", key()),
                ("kind", models.CharField(choices=KINDS, max_length=15)),
                ("text", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "complaint",
                    models.ForeignKey(on_delete=PROTECT, related_name="records", to="complaints.complaint"),
                ),
                ("recorded_by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=USER)),
            ],
        ),
        migrations.CreateModel(
            name="Compensation",
            fields=[
                ("id", key()),
                ("days", models.PositiveIntegerField()),
                ("amount", models.PositiveIntegerField()),
                ("verdict", models.JSONField()),
                ("state", models.CharField(choices=STATES, default="owed", max_length=10)),
                ("computed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("voucher", models.CharField(blank=True, max_length=80)),
                (
                    "complaint",
                    models.OneToOneField(on_delete=PROTECT, related_name="compensation", to="complaints.complaint"),
                ),
                ("decided_by", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to=USER)),
                ("settled_by", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to=USER)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(state="owed", decided_at=None, decided_by=None)
                        | (~Q(state="owed") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                        name="complaints_compensation_decided",
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=["paid", "declined"], settled_at__isnull=False, settled_by__isnull=False)
                        | (~Q(state__in=["paid", "declined"]) & Q(settled_at=None, settled_by=None)),
                        name="complaints_compensation_settled",
                    ),
                    models.CheckConstraint(
                        condition=Q(settled_by=None) | ~Q(settled_by=F("decided_by")),
                        name="complaints_compensation_two_people",
                        violation_error_message="Who approves the money does not pay it out.",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="explained") | ~Q(reason=""), name="complaints_compensation_explained"
                    ),
                    models.CheckConstraint(condition=Q(days__gt=0, amount__gt=0), name="complaints_compensation_late"),
                ],
            },
        ),
        forbid_change("complaints_complaint"),
        forbid_change("complaints_record"),
    ]
