from django.db import migrations

from firstdesk.ledger.append_only import allow_erasure


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0007_steps_append_only"), ("ledger", "0003_sealed_reasons")]

    operations = [
        allow_erasure("dispatch_onscenehandover", "received_by_name", "note"),
        allow_erasure("dispatch_servicestep", "note"),
    ]
