from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_grid_revision_and_disclosures")]

    operations = [
        migrations.RemoveConstraint("unit", "directory_unit_linkage_class"),
        migrations.AddConstraint(
            "unit",
            models.CheckConstraint(
                condition=models.Q(kind="linkage_unit", linkage_class__isnull=False, linkage_class__in=[1, 2, 3])
                | (~models.Q(kind="linkage_unit") & models.Q(linkage_class__isnull=True)),
                name="directory_unit_linkage_class",
                violation_error_message="A linkage unit is of class 1, 2 or 3; other units have none.",
            ),
        ),
    ]
