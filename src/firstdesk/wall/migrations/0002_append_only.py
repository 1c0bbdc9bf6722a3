from django.db import migrations

from firstdesk.ledger.append_only import forbid_change


class Migration(migrations.Migration):
    """That somebody looked stands as it was found."""

    dependencies = [("wall", "0001_initial"), ("ledger", "0002_append_only")]
    operations = [forbid_change("wall_postingcheck")]
