import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from firstdesk.ledger.append_only import allow_erasure, forbid_change
from firstdesk.matters.models import ResultCode

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0008_erasure"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="ReturnedResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(choices=ResultCode.choices, max_length=20)),
                ("text", models.TextField()),
                ("reason", models.TextField()),
                ("returned_at", models.DateTimeField()),
                (
                    "referral",
                    models.ForeignKey(on_delete=PROTECT, related_name="returned_results", to="dispatch.referral"),
                ),
                ("returned_by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        forbid_change("dispatch_returnedresult"),
        allow_erasure("dispatch_returnedresult", "text", "reason"),
    ]
