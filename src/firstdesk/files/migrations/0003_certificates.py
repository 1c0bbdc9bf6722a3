import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import firstdesk.common.secrecy.fields

USER = {
    "null": True,
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": settings.AUTH_USER_MODEL,
}


class Migration(migrations.Migration):
    """Certificates for seals stand in the database, their keys encrypted; a copy says whether its seal is for trying out."""

    dependencies = [("files", "0002_issued"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField("issued", "is_test", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="SealCertificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("unit_id", models.BigIntegerField()),
                ("fingerprint", models.CharField(db_index=True, max_length=64)),
                ("chain", models.TextField()),
                ("key", firstdesk.common.secrecy.fields.SecretText(blank=True)),
                ("is_test", models.BooleanField()),
                ("ends_at", models.DateTimeField()),
                ("warned_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.ForeignKey(**USER)),
                ("taken_by", models.ForeignKey(**USER)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("unit_id",), name="files_sealcertificate_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("key", "")),
                            models.Q(("ended_at", None), ("ended_by", None)),
                            _connector="OR",
                        ),
                        name="files_sealcertificate_ended",
                    ),
                ],
            },
        ),
    ]
