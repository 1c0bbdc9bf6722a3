from django.db import migrations, models

from firstdesk.ledger.append_only import FUNCTION, forbid_change


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.AlterField("entry", "subject_id", models.CharField(max_length=64)),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION firstdesk_append_only()"),
        forbid_change("ledger_entry"),
        forbid_change("ledger_anchor"),
    ]
