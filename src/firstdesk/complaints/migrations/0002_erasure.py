from django.db import migrations

from firstdesk.ledger.append_only import allow_erasure


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial"), ("ledger", "0003_sealed_reasons")]

    operations = [
        allow_erasure("complaints_complaint", "phrase"),
        allow_erasure("complaints_record", "text"),
    ]
