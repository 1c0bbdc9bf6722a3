"""A form about a major dispute says which state it was made from; registration, figures and results are kept as they left."""

from django.db import migrations, models
from django.db.models import F
from django.db.models.deletion import PROTECT


def since_it_was_reported(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Whoever has its page open loads it again."""
    apps.get_model("screening", "Major").objects.update(changed_at=F("reported_at"))


def paper() -> "models.ForeignKey[object, object]":
    return models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="files.file")


class Migration(migrations.Migration):
    dependencies = [("screening", "0002_append_only"), ("files", "0003_certificates")]

    operations = [
        migrations.AddField("major", "changed_at", models.DateTimeField(null=True)),
        migrations.RunPython(since_it_was_reported, migrations.RunPython.noop),
        migrations.AlterField("major", "changed_at", models.DateTimeField()),
        *(migrations.AddField(name, "paper", paper()) for name in ("campaign", "major", "statement")),
    ]
