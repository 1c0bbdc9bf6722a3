from django.db import migrations

from firstdesk.ledger.append_only import allow_erasure


class Migration(migrations.Migration):
    dependencies = [("followup", "0005_not_told"), ("ledger", "0003_sealed_reasons")]

    operations = [
        allow_erasure("followup_reply", "text"),
        allow_erasure("followup_callback", "opinion", "next_action"),
        allow_erasure("followup_nottold", "reason"),
        allow_erasure("followup_contactnote", "text"),
        allow_erasure("followup_ownresult", "text"),
        allow_erasure("followup_rating", "words"),
    ]
