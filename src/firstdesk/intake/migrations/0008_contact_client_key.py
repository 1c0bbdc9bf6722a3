from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0007_papers_and_askings")]

    operations = [migrations.AddField("contact", "client_key", models.UUIDField(null=True, unique=True))]
