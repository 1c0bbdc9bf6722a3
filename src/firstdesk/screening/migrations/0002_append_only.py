from django.db import migrations

from firstdesk.ledger.append_only import forbid_all_but_erasing


class Migration(migrations.Migration):
    """How a major dispute went on stands as it was written; its words can be erased when their time is over."""

    dependencies = [("screening", "0001_initial")]
    operations = [forbid_all_but_erasing("screening_progress", "words")]
