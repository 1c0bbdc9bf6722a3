"""A mail may carry an appointment."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_templates_append_only")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="calendar",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
