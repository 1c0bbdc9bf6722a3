import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

PERSON = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}
MATTER = {"on_delete": django.db.models.deletion.PROTECT, "to": "matters.matter"}


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0007_recusal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("related", "Related"), ("split_from", "Split off")], max_length=10),
                ),
                ("linked_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                ("matter", models.ForeignKey(related_name="links", **MATTER)),
                ("other", models.ForeignKey(related_name="linked_by", **MATTER)),
                ("linked_by", models.ForeignKey(**PERSON)),
                ("removed_by", models.ForeignKey(null=True, **PERSON)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["matter", "other", "kind"], condition=Q(removed_at=None), name="matters_link_once"
                    ),
                    models.CheckConstraint(condition=~Q(matter=F("other")), name="matters_link_two"),
                    models.CheckConstraint(
                        condition=~Q(kind="related") | Q(matter__lt=F("other")), name="matters_link_older_first"
                    ),
                    models.CheckConstraint(
                        condition=Q(removed_at=None, removed_by=None)
                        | Q(removed_at__isnull=False, removed_by__isnull=False),
                        name="matters_link_removed",
                    ),
                ],
            },
        ),
    ]
