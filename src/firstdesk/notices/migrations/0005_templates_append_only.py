from django.db import migrations

from firstdesk.ledger.append_only import forbid_change


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_templates"), ("ledger", "0002_append_only")]
    operations = [forbid_change("notices_template")]
