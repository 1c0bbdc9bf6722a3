import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from firstdesk.ledger.append_only import forbid_change

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("followup", "0004_search"),
        ("matters", "0008_link"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NotTold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("noted_at", models.DateTimeField()),
                ("matter", models.ForeignKey(on_delete=PROTECT, related_name="not_told", to="matters.matter")),
                ("noted_by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        forbid_change("followup_nottold"),
    ]
