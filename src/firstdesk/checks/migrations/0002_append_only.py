from django.db import migrations

from firstdesk.ledger.append_only import allow_erasure, forbid_change


class Migration(migrations.Migration):
    """What was put right, looked at, said from outside, found in the box or summed up stands as it was written."""

    dependencies = [("checks", "0001_initial")]
    operations = [
        forbid_change("checks_visit"),
        forbid_change("checks_emptying"),
        forbid_change("checks_seeking"),
        forbid_change("checks_summary"),
        forbid_change("checks_remedy"),
        allow_erasure("checks_remedy", "words", "file_id"),
        forbid_change("checks_review"),
        allow_erasure("checks_review", "words", "file_id"),
    ]
