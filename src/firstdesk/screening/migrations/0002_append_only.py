from django.db import migrations

from firstdesk.ledger.append_only import allow_erasure, forbid_change


class Migration(migrations.Migration):
    """How a major dispute went on stands as it was written; its words can be erased when their time is over."""

    dependencies = [("screening", "0001_initial")]
    operations = [forbid_change("screening_progress"), allow_erasure("screening_progress", "words")]
