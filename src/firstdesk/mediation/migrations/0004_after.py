"""What a visit found in full, the days a court adds to its time, and asking a court as something a party joins in."""

from django.db import migrations, models

import firstdesk.common.secrecy
from firstdesk.ledger.append_only import forbid_all_but_erasing

ABOUT = [
    ("mediation", "To be mediated"),
    ("mediator", "This mediator"),
    ("open", "In the open"),
    ("participant", "This other person taking part"),
    ("session", "This session"),
    ("oral", "An oral agreement"),
    ("extension", "More time"),
    ("joint", "Mediated together with other cases"),
    ("confirmation", "Confirmation by a court"),
]


class Migration(migrations.Migration):
    dependencies = [("mediation", "0003_shared_proposal")]

    operations = [
        migrations.AddField("visit", "news", firstdesk.common.secrecy.SecretText(blank=True, default=""), False),
        migrations.AddField("visit", "problem", firstdesk.common.secrecy.SecretText(blank=True, default=""), False),
        migrations.AddField("confirmation", "more_days", models.PositiveSmallIntegerField(null=True)),
        migrations.AlterField("consent", "about", models.CharField(choices=ABOUT, max_length=12)),
        migrations.RunSQL("DROP TRIGGER mediation_visit_only_erased ON mediation_visit", migrations.RunSQL.noop),
        forbid_all_but_erasing("mediation_visit", "opinion", "news", "problem", "next_action"),
    ]
