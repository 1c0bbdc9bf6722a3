from django.db import migrations, models
from django.db.models import CASCADE


class Migration(migrations.Migration):
    dependencies = [("matters", "0013_own_promise")]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=CASCADE,
                        primary_key=True,
                        related_name="erasure",
                        serialize=False,
                        to="matters.matter",
                    ),
                ),
                ("erased_at", models.DateTimeField()),
            ],
        ),
    ]
