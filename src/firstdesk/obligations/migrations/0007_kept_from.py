"""A clock knows whom its complaint is about, so that they neither see it nor are told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("obligations", "0006_extension_and_escalation")]
    operations = [migrations.AddField(model_name="clock", name="kept_from", field=models.JSONField(null=True))]
