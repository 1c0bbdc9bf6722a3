"""A party was told by word that a session is called off, with its proof."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mediation", "0009_acted_for")]

    operations = [migrations.AddField("invitation", "is_off", models.BooleanField(default=False))]
