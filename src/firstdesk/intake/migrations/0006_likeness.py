"""What a report is compared by: the sketch of its story, the key of its address, and the digits of a phone number."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Func, Q, Value

from firstdesk.intake.likeness import place_key, sketch

BATCH = 2000
DIGITS = Func(F("phone"), Value("[^0-9]"), Value(""), Value("g"), function="regexp_replace")


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Reports taken before are compared too."""
    reports = apps.get_model("intake", "Report").objects.select_related("matter").order_by("pk")
    last = 0
    while batch := list(reports.filter(pk__gt=last)[:BATCH]):
        for report in batch:
            report.place_key = place_key(report.place)
            report.sketch = sketch(report.narrative, report.matter.centre_id, report.matter.registered_at)
        type(batch[0]).objects.bulk_update(batch, ["place_key", "sketch"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_submission"), ("matters", "0008_link")]

    operations = [
        migrations.AddField("report", "place_key", models.CharField(blank=True, max_length=100, default="")),
        migrations.AlterField("report", "place_key", models.CharField(blank=True, max_length=100)),
        migrations.AddField(
            "report",
            "sketch",
            django.contrib.postgres.fields.ArrayField(models.IntegerField(), default=list, size=None),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;", migrations.RunSQL.noop),
        migrations.AddIndex(
            "party",
            models.Index(DIGITS, F("matter").desc(), condition=~Q(phone=""), name="intake_party_phone"),
        ),
        migrations.AddIndex(
            "report",
            models.Index(fields=["place_key", "-matter"], condition=~Q(place_key=""), name="intake_report_place"),
        ),
        migrations.AddIndex(
            "report",
            models.Index(fields=["lat", "lng"], condition=Q(lat__isnull=False), name="intake_report_near"),
        ),
        migrations.AddIndex(
            "report",
            django.contrib.postgres.indexes.GinIndex(fields=["sketch"], name="intake_report_sketch"),
        ),
    ]
