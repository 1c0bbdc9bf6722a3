from django.db import migrations

from firstdesk.ledger.append_only import forbid_change


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0006_help"), ("ledger", "0002_append_only")]

    operations = [forbid_change("dispatch_servicestep")]
