"""A suspension says until when, or what it waits for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial")]
    operations = [
        migrations.AddField(model_name="application", name="until", field=models.DateField(null=True)),
        migrations.AddField(
            model_name="application",
            name="awaits",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("kind", "suspension"), ("state", "approved"), ("until__isnull", False)),
                fields=["until"],
                name="oversight_application_until",
            ),
        ),
    ]
