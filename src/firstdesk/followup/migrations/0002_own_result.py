import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from firstdesk.ledger.append_only import forbid_change


class Migration(migrations.Migration):
    dependencies = [
        ("followup", "0001_initial"),
        ("ledger", "0002_append_only"),
        ("matters", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("settled", "Settled"),
                            ("explained", "Explained, person understands"),
                            ("partly", "Partly settled"),
                            ("not_possible", "Cannot be settled, reason given"),
                            ("handed_on", "Handed to the competent body"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text", models.TextField()),
                ("finished_at", models.DateTimeField()),
                (
                    "finished_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="own_results", to="matters.matter"
                    ),
                ),
            ],
        ),
        forbid_change("followup_ownresult"),
        forbid_change("followup_reply"),
        forbid_change("followup_callback"),
        forbid_change("followup_contactnote"),
    ]
