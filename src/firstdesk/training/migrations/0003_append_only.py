from django.db import migrations

from firstdesk.ledger.append_only import forbid_change


class Migration(migrations.Migration):
    """How somebody answered a test stands as it was handed in."""

    dependencies = [("training", "0002_tests_and_certificates")]
    operations = [forbid_change("training_attempt")]
