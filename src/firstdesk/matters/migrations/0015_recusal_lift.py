"""Somebody need not stand back any more. Named again afterwards, they stand back again."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import PROTECT

from firstdesk.ledger.append_only import allow_erasure, forbid_change


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0014_words_erased"),
        ("ledger", "0003_sealed_reasons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RemoveConstraint(model_name="recusal", name="matters_recusal_once"),
        migrations.AddIndex(
            model_name="recusal", index=models.Index(fields=["matter", "person"], name="matters_recusal_matter")
        ),
        migrations.CreateModel(
            name="RecusalLift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("lifted_at", models.DateTimeField()),
                ("lifted_by", models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "recusal",
                    models.OneToOneField(on_delete=PROTECT, related_name="lift", to="matters.recusal"),
                ),
            ],
        ),
        forbid_change("matters_recusallift"),
        allow_erasure("matters_recusallift", "reason"),
    ]
