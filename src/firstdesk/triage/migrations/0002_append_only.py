"""Decisions, verifications and forms are written once."""

from django.db import migrations

from firstdesk.ledger.append_only import forbid_change


class Migration(migrations.Migration):
    dependencies = [("triage", "0001_initial"), ("ledger", "0002_append_only")]
    operations = [
        forbid_change("triage_decision"),
        forbid_change("triage_verification"),
        forbid_change("triage_hazardform"),
    ]
