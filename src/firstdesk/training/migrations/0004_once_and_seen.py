"""A form says what it saw, and what is sent twice is kept once."""

from django.db import migrations, models
from django.db.models import F, Q

CHANGED = (("course", "planned_at"), ("plan", "drafted_at"), ("quiz", "made_at"))


def since_it_began(apps, schema_editor):  # type: ignore[no-untyped-def]
    """What is there changed last when it was made: whoever has its page open loads it again."""
    for name, moment in CHANGED:
        apps.get_model("training", name).objects.update(changed_at=F(moment))


class Migration(migrations.Migration):
    dependencies = [("training", "0003_append_only")]

    operations = [
        *(migrations.AddField(name, "changed_at", models.DateTimeField(null=True)) for name, _moment in CHANGED),
        migrations.RunPython(since_it_began, migrations.RunPython.noop),
        *(migrations.AlterField(name, "changed_at", models.DateTimeField()) for name, _moment in CHANGED),
        migrations.AddConstraint(
            "planline",
            models.UniqueConstraint(
                fields=["plan", "title", "month"],
                name="training_planline_once",
                violation_error_message="This course stands in the plan for this month already.",
            ),
        ),
        migrations.AddConstraint(
            "course",
            models.UniqueConstraint(
                condition=~Q(state="cancelled"),
                fields=["unit", "title", "starts_at"],
                name="training_course_once",
                violation_error_message="This course is on record already: the same title, the same hour.",
            ),
        ),
        migrations.AddConstraint(
            "quiz",
            models.UniqueConstraint(
                fields=["unit", "title"],
                name="training_quiz_once",
                violation_error_message="There is a test of this title already.",
            ),
        ),
        migrations.AddConstraint(
            "question",
            models.UniqueConstraint(
                condition=Q(dropped_at=None), fields=["quiz", "text"], name="training_question_once"
            ),
        ),
        migrations.AddConstraint(
            "certificate",
            models.UniqueConstraint(
                condition=Q(course=None, state="valid"),
                fields=["person", "title", "basis"],
                name="training_certificate_paper",
                violation_error_message="This paper is on record already.",
            ),
        ),
    ]
