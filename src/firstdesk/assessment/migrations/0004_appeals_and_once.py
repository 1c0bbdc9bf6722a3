"""A finding against somebody is final only when it can no longer be appealed; what is sent twice is kept once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

import firstdesk.common.secrecy.fields


def final_as_decided(apps, schema_editor):  # type: ignore[no-untyped-def]
    """What was decided before is final since its decision; there were no days to appeal then."""
    rows = apps.get_model("assessment", "Accountability").objects
    rows.filter(state__in=["held", "cleared"]).update(ended_at=F("decided_at"), appeal_until=F("decided_at__date"))


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0003_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="accountability",
            name="assessment_accountability_decided",
        ),
        migrations.RemoveConstraint(
            model_name="accountability",
            name="assessment_accountability_measure",
        ),
        migrations.AddField(
            model_name="accountability",
            name="answer",
            field=firstdesk.common.secrecy.fields.SecretText(blank=True),
        ),
        migrations.AddField(
            model_name="accountability",
            name="appeal",
            field=firstdesk.common.secrecy.fields.SecretText(blank=True),
        ),
        migrations.AddField(
            model_name="accountability",
            name="appeal_until",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="accountability",
            name="appealed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="accountability",
            name="appealed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="accountability",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="accountability",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.RunPython(final_as_decided, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="accountability",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "To be heard"),
                    ("heard", "Heard, to be decided"),
                    ("told", "Told, may be appealed"),
                    ("appealed", "Appealed"),
                    ("held", "Held accountable"),
                    ("cleared", "Not held accountable"),
                ],
                default="proposed",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="accountability",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["proposed", "heard"])),
                fields=("centre", "unit", "person", "ground"),
                name="assessment_accountability_once",
                nulls_distinct=False,
                violation_error_message="A finding on this ground is proposed already and waits for its decision.",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountability",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("state__in", ["proposed", "heard"])),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("state__in", ["proposed", "heard"]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="assessment_accountability_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountability",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["proposed", "heard", "cleared"]),
                    models.Q(("appeal_until__isnull", False), ("measure__gt", "")),
                    _connector="OR",
                ),
                name="assessment_accountability_measure",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountability",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("appealed_at", None), ("appealed_by", None)),
                    models.Q(
                        ("appeal_until__isnull", False), ("appealed_at__isnull", False), ("appealed_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="assessment_accountability_appealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountability",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("state__in", ["held", "cleared"])),
                    models.Q(
                        models.Q(("state__in", ["held", "cleared"]), _negated=True),
                        ("ended_at", None),
                        ("ended_by", None),
                    ),
                    _connector="OR",
                ),
                name="assessment_accountability_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountability",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("appealed_by", None),
                    ("ended_at", None),
                    models.Q(
                        ("ended_by__isnull", False),
                        models.Q(("ended_by", models.F("proposed_by")), _negated=True),
                        models.Q(("ended_by", models.F("decided_by")), _negated=True),
                        models.Q(("ended_by", models.F("appealed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="assessment_accountability_third",
                violation_error_message="A third decides the appeal: who neither proposed, decided nor appealed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("centre", "unit", "person", "kind"),
                name="assessment_award_once",
                nulls_distinct=False,
                violation_error_message="The same award is proposed already and waits for its decision.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                fields=("unit", "title", "first", "last"),
                name="assessment_round_once",
                violation_error_message="This assessment is open already: the same title, the same days.",
            ),
        ),
    ]
