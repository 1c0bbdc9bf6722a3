from django.db import migrations

from firstdesk.ledger.append_only import forbid_change


class Migration(migrations.Migration):
    """What an assessment counted when it was opened stays as it was counted."""

    dependencies = [("assessment", "0002_constraints")]
    operations = [forbid_change("assessment_figure")]
