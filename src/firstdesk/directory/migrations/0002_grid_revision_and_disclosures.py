from django.db import migrations, models

from firstdesk.ledger.append_only import forbid_change


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial"), ("ledger", "0002_append_only")]

    operations = [
        migrations.AddField("grid", "revision", models.BigIntegerField(default=0)),
        forbid_change("directory_disclosure"),
    ]
