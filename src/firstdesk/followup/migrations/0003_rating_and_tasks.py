import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from firstdesk.ledger.append_only import forbid_change

USER = settings.AUTH_USER_MODEL
PROTECT = django.db.models.deletion.PROTECT
KINDS = [("call_back", "Call back"), ("verify", "Verify"), ("feed_back", "Feed back")]
OUTCOMES = [
    ("reached", "Reached"),
    ("not_possible", "Not possible"),
    ("rated", "Rated by the person"),
    ("reopened", "Taken up again"),
    ("true", "The person is right"),
    ("not_true", "Not confirmed"),
    ("told", "The person was told"),
    ("closed", "Closed before"),
]

# Matters that await their call back already get the task that every later answer brings with it.
AWAITING = """
INSERT INTO followup_task (matter_id, kind, clock_code, attempts, opened_at, outcome, finding)
    SELECT id, 'call_back', 'follow_up', 0, changed_at, '', '' FROM matters_matter WHERE state = 'follow_up';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("followup", "0002_own_result"),
        ("ledger", "0002_append_only"),
        ("matters", "0007_recusal"),
        migrations.swappable_dependency(USER),
    ]

    operations = [
        migrations.AddField(
            model_name="reply", name="code", field=models.CharField(max_length=14, null=True, unique=True)
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("level", models.PositiveSmallIntegerField(null=True)),
                ("words", models.TextField(blank=True)),
                ("rated_at", models.DateTimeField()),
                ("matter", models.ForeignKey(on_delete=PROTECT, related_name="ratings", to="matters.matter")),
                ("reply", models.ForeignKey(on_delete=PROTECT, related_name="ratings", to="followup.reply")),
            ],
            options={
                "indexes": [models.Index(fields=["matter", "-rated_at"], name="followup_rating_matter")],
                "constraints": [
                    models.UniqueConstraint(fields=("reply", "number"), name="followup_rating_number"),
                    models.CheckConstraint(
                        condition=Q(level__gte=1, level__lte=5) | (Q(level=None) & ~Q(words="")),
                        name="followup_rating_levels",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("clock_code", models.CharField(max_length=40)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, choices=OUTCOMES, max_length=15)),
                ("finding", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to=USER)),
                ("matter", models.ForeignKey(on_delete=PROTECT, related_name="followup_tasks", to="matters.matter")),
                ("opened_by", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to=USER)),
                ("person", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to=USER)),
            ],
            options={
                "indexes": [models.Index(condition=Q(ended_at=None), fields=["opened_at"], name="followup_task_open")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(ended_at=None), fields=("matter", "kind"), name="followup_task_one_open"
                    ),
                    models.CheckConstraint(
                        condition=Q(ended_at=None, ended_by=None, outcome="")
                        | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                        name="followup_task_ended",
                        violation_error_message="A task that is done has a time and an outcome.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(AWAITING, migrations.RunSQL.noop),
        forbid_change("followup_rating"),
    ]
