"""A promise that became more pressing while it ran says so, and what it was before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("obligations", "0008_parts")]
    operations = [migrations.AddField(model_name="clock", name="shortened", field=models.JSONField(null=True))]
