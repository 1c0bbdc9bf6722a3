import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from firstdesk.ledger.append_only import forbid_change


class Migration(migrations.Migration):
    """A meeting that was ended by mistake goes on, and that it did is kept."""

    dependencies = [("meetings", "0006_paper_codes"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was_ended_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                ("reopened_at", models.DateTimeField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reopenings", to="meetings.meeting"
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        forbid_change("meetings_reopening"),
    ]
