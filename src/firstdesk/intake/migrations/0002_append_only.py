"""A reported fault of an import is written once."""

from django.db import migrations

from firstdesk.ledger.append_only import forbid_change


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("ledger", "0002_append_only")]
    operations = [forbid_change("intake_importfault")]
