from django.db import migrations, models

from firstdesk.ledger.append_only import ERASURE, allow_erasure


class Migration(migrations.Migration):
    """A reason is hashed by its seal, so that the words can be erased and the chain still holds."""

    dependencies = [("ledger", "0002_append_only")]

    operations = [
        migrations.AddField("entry", "salt", models.CharField(max_length=32, blank=True, default="", db_default="")),
        migrations.AddField("entry", "seal", models.CharField(max_length=64, blank=True, default="", db_default="")),
        migrations.RunSQL(ERASURE, "DROP FUNCTION firstdesk_erasure_only()"),
        allow_erasure("ledger_entry", "reason", "salt"),
    ]
