from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("obligations", "0012_keeping")]

    operations = [
        migrations.AlterField(model_name="proof", name="ref", field=models.CharField(max_length=120)),
    ]
