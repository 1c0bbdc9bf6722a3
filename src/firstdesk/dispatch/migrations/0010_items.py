"""Window items are served step by step like the other ways of service."""

from django.db import migrations, models

MODES = [
    ("proxy", "Done on the person's behalf"),
    ("at_home", "At the person's home"),
    ("accompany", "Accompanied on request"),
    ("item", "Ordinary window item"),
    ("promised", "Promised window item, with a review on site"),
]


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0009_returned_result")]
    operations = [
        migrations.AlterField(model_name="service", name="mode", field=models.CharField(choices=MODES, max_length=10)),
    ]
