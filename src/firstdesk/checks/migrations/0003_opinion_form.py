from django.db import migrations, models


class Migration(migrations.Migration):
    """The same form sent twice is one opinion."""

    dependencies = [("checks", "0002_append_only")]
    operations = [
        migrations.AddField("opinion", "form_key", models.CharField(blank=True, db_default="", max_length=64)),
        migrations.AlterField("opinion", "form_key", models.CharField(blank=True, max_length=64)),
        migrations.AddConstraint(
            "opinion",
            models.UniqueConstraint(
                condition=models.Q(("form_key", ""), _negated=True), fields=("form_key",), name="checks_opinion_form"
            ),
        ),
    ]
