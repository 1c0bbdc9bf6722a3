"""Clocks that ran before they knew of closed circles learn theirs."""

from django.db import migrations

FILL = """
UPDATE obligations_clock SET compartment_id = matter.compartment_id
FROM matters_matter AS matter WHERE matter.id = obligations_clock.matter_id AND matter.compartment_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0004_released"), ("obligations", "0004_compartment")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
