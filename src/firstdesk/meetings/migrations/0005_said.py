import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

FROZEN = (
    "DROP TRIGGER meetings_resolution_frozen ON meetings_resolution; "
    "CREATE TRIGGER meetings_resolution_frozen BEFORE INSERT OR UPDATE OR DELETE ON meetings_resolution "
    "FOR EACH ROW EXECUTE FUNCTION meetings_frozen("
    "'state', 'edition', 'words', 'settled_at', 'settled_by_id', 'reminded_at', 'late_told_at'{more})"
)


class Migration(migrations.Migration):
    """Who said last how a resolution stands, and when: its owner may while it is open."""

    dependencies = [("meetings", "0004_titles"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField("resolution", "said_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "resolution",
            "said_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            "resolution",
            models.CheckConstraint(
                condition=Q(said_at__isnull=False, said_by__isnull=False) | Q(said_at=None, said_by=None),
                name="meetings_resolution_said",
            ),
        ),
        migrations.RunSQL(FROZEN.format(more=", 'said_at', 'said_by_id'"), FROZEN.format(more="")),
    ]
