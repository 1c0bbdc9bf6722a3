"""A number of a source is known once per centre: two centres may import from the same system."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

FILL = """
UPDATE intake_report SET source_centre_id = matter.centre_id
FROM matters_matter AS matter WHERE matter.id = intake_report.matter_id AND intake_report.source > ''
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_append_only"), ("matters", "0001_initial"), ("directory", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="report",
            name="source_centre",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.unit",
            ),
        ),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="report", name="intake_report_source_once"),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=Q(source__gt=""),
                fields=("source_centre", "source", "source_id"),
                name="intake_report_source_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=Q(source="") | Q(source_centre__isnull=False), name="intake_report_source_centre"
            ),
        ),
    ]
