"""Clocks that ran before they knew whom a complaint is about, or that their matter is confidential, learn it."""

from django.db import migrations

KEPT_FROM = """
UPDATE obligations_clock SET kept_from = about.people, is_restricted = true
FROM (SELECT matter_id, jsonb_agg(DISTINCT person_id) AS people FROM matters_recusal WHERE why = 'concerned' GROUP BY 1) AS about
WHERE about.matter_id = obligations_clock.matter_id
"""
RESTRICTED = """
UPDATE obligations_clock SET is_restricted = true
FROM matters_matter AS matter
WHERE matter.id = obligations_clock.matter_id AND NOT obligations_clock.is_restricted
  AND (matter.confidentiality <> 'ordinary' OR matter.compartment_id IS NOT NULL)
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0011_urgent"), ("obligations", "0007_kept_from")]
    operations = [
        migrations.RunSQL(KEPT_FROM, migrations.RunSQL.noop),
        migrations.RunSQL(RESTRICTED, migrations.RunSQL.noop),
    ]
