import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from firstdesk.ledger.append_only import forbid_change


class Migration(migrations.Migration):
    """What is signed or sent leaves as a paper that is kept."""

    dependencies = [
        ("reporting", "0003_states"),
        ("files", "0003_certificates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("whole", "Report as it went out"), ("open", "Public version")], max_length=5
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("code", models.CharField(max_length=24)),
                ("made_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="reporting.report"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("report", "kind"), name="reporting_paper_once")],
            },
        ),
        forbid_change("reporting_paper"),
    ]
