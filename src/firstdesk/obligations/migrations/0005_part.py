"""Several clocks of one code may run for a matter, each for a part of it: what one assisting unit owes, one way to the place."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("obligations", "0004_compartment")]
    operations = [
        migrations.AddField(
            model_name="clock", name="part", field=models.CharField(blank=True, default="", max_length=40)
        ),
        migrations.RemoveConstraint(model_name="clock", name="obligations_clock_one_open"),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(
                fields=["matter_id", "code", "part"],
                condition=models.Q(("state", "stopped"), _negated=True),
                name="obligations_clock_one_open",
            ),
        ),
    ]
