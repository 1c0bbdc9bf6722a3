from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0002_append_only")]

    operations = [
        migrations.AddConstraint(
            "referral",
            models.CheckConstraint(
                condition=Q(person_informed_at=None, person_informed_by=None)
                | Q(person_informed_at__isnull=False, person_informed_by__isnull=False),
                name="dispatch_referral_person_informed",
            ),
        ),
        migrations.AddConstraint(
            "appointment",
            models.CheckConstraint(
                condition=Q(measures_at=None, measures_by=None, measures="")
                | (Q(measures_at__isnull=False, measures_by__isnull=False) & ~Q(measures="")),
                name="dispatch_appointment_measures",
            ),
        ),
    ]
