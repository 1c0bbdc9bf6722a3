from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):
    """What the wall counts of a month: referrals and turnouts."""

    dependencies = [("dispatch", "0010_items")]
    operations = [
        migrations.AddIndex(
            model_name="referral",
            index=BrinIndex(fields=["offered_at"], autosummarize=True, name="dispatch_referral_month"),
        ),
        migrations.AddIndex(
            model_name="turnout",
            index=BrinIndex(fields=["ordered_at"], autosummarize=True, name="dispatch_turnout_month"),
        ),
    ]
