from django.db import migrations

from firstdesk.ledger.append_only import allow_erasure


class Migration(migrations.Migration):
    dependencies = [("triage", "0003_suggestions_marks_ticks"), ("ledger", "0003_sealed_reasons")]

    operations = [
        allow_erasure("triage_decision", "reason", "director_decision"),
        allow_erasure("triage_verification", "method", "note"),
        allow_erasure("triage_hazardform", "parties", "cause", "focus", "measures", "superior_asked"),
        allow_erasure("triage_keptsuggestion", "reasons"),
        allow_erasure("triage_urgentmark", "reason"),
    ]
