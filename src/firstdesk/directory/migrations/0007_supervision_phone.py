from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_arrival_promises")]
    operations = [
        migrations.AddField("unit", "supervision_phone", models.CharField(max_length=40, blank=True, default="")),
    ]
