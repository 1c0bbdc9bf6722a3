"""The thirty days of each agreement run on too when their matter has ended."""

from importlib import import_module

from django.db import migrations

before = import_module("firstdesk.mediation.migrations.0005_outlived")
OUTLIVES = r" AND part !~ '^(case|promise|agreement):'"


class Migration(migrations.Migration):
    dependencies = [("mediation", "0007_reminded")]
    operations = [
        migrations.RunSQL(before.CHECK.replace("{but}", OUTLIVES), before.CHECK.replace("{but}", before.OUTLIVES)),
    ]
