from django.db import migrations, models


class Migration(migrations.Migration):
    """Kept is a title somebody wrote; what kind and rules name a meeting or a point is looked up for each reader."""

    dependencies = [("meetings", "0003_guards")]
    operations = [
        migrations.AlterField("meeting", "title", models.CharField(blank=True, max_length=120)),
        migrations.AlterField("agendaitem", "title", models.CharField(blank=True, max_length=200)),
    ]
