"""A form says what it saw, and what is sent twice is kept once."""

from django.db import migrations, models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

CHANGED = ("finding", "inspection", "recheck")


def since_the_last_step(apps, schema_editor):  # type: ignore[no-untyped-def]
    """What is there changed last with the last step it knows the moment of; whoever has its page open loads it again."""
    drawn = apps.get_model("checks", "draw").objects.filter(pk=OuterRef("draw")).values("drawn_at")
    steps = [F(f"{verb}_at") for verb in ("ended", "heard", "handed", "begun", "planned")]
    apps.get_model("checks", "finding").objects.update(changed_at=Coalesce(F("closed_at"), F("raised_at")))
    apps.get_model("checks", "inspection").objects.update(changed_at=Coalesce(*steps))
    apps.get_model("checks", "recheck").objects.update(changed_at=Coalesce(F("done_at"), Subquery(drawn)))


def once(model, name, fields, message, **more):  # type: ignore[no-untyped-def]
    """The database refuses the second of two that are the same."""
    constraint = models.UniqueConstraint(
        fields=fields, name=f"checks_{name}_once", violation_error_message=message, **more
    )
    return migrations.AddConstraint(model, constraint)


class Migration(migrations.Migration):
    dependencies = [("checks", "0003_opinion_form")]

    operations = [
        *(migrations.AddField(name, "changed_at", models.DateTimeField(null=True)) for name in CHANGED),
        migrations.RunPython(since_the_last_step, migrations.RunPython.noop),
        *(migrations.AlterField(name, "changed_at", models.DateTimeField()) for name in CHANGED),
        migrations.AlterField(
            "inspection",
            "unit",
            models.ForeignKey(
                "directory.Unit", null=True, blank=True, on_delete=models.deletion.PROTECT, related_name="+"
            ),
        ),
        once(
            "draw",
            "draw",
            ["unit", "population_hash"],
            "This very list is frozen already. Draw from that one, or drop it first.",
            condition=Q(state="frozen"),
        ),
        once(
            "inspection",
            "inspection",
            ["by_unit", "unit", "place", "subject", "mode", "planned_on"],
            "This inspection is planned for that day already.",
            condition=~Q(state="cancelled"),
            nulls_distinct=False,
        ),
        once("visit", "visit", ["unit", "body", "happened_on", "subject"], "This visit is on record already."),
        once(
            "emptying",
            "emptying",
            ["unit", "place", "happened_on", "count"],
            "This opening of the box is on record already.",
        ),
        once(
            "seeking",
            "seeking",
            ["unit", "way", "happened_on", "asked", "answered"],
            "These opinions asked for are on record already.",
        ),
    ]
