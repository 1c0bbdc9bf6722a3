"""Tests: the centre's own questions, and how they were answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class Quiz(models.Model):
    """A short test with its pass mark."""

    mutability = "mutable"

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    pass_mark = models.PositiveSmallIntegerField(default=80)  # per cent
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()  # with its questions; a form that saw an older one is stale

    class Meta:
        verbose_name_plural = "quizzes"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title"],
                name="training_quiz_once",
                violation_error_message=_("There is a test of this title already."),
            ),
            models.CheckConstraint(
                condition=Q(pass_mark__gte=1, pass_mark__lte=100),
                name="training_quiz_mark",
                violation_error_message=_("The pass mark is a share from 1 to 100 per cent."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ledger_chain(self) -> str:
        """Recorded with the organisation."""
        return f"unit:{self.unit_id}"


class Question(models.Model):
    """A question with its options, one or several of them right. A dropped question is no longer asked but stays."""

    mutability = "mutable"

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="questions")
    text = models.CharField(max_length=300)
    is_multiple = models.BooleanField(default=False)
    options = models.JSONField()  # [{"text": …, "right": bool}, …]
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "text"], condition=Q(dropped_at=None), name="training_question_once"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_by=None) | Q(dropped_at__isnull=False, dropped_by__isnull=False),
                name="training_question_dropped",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Attempt(models.Model):
    """An attempt at a test, with the questions as they were then, marked by the system."""

    mutability = "append_only"

    seat = models.ForeignKey("training.Seat", on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField()  # [{"question": pk, "text", "options", "right": [..], "given": [..]}, …]
    score = models.PositiveSmallIntegerField()  # per cent
    pass_mark = models.PositiveSmallIntegerField()
    is_passed = models.BooleanField()
    sat_at = models.DateTimeField()
    sat_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat", "number"], name="training_attempt_once"),
            models.CheckConstraint(condition=Q(score__lte=100), name="training_attempt_score"),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id}: {self.score}"

    @property
    def marked(self) -> list[tuple[str, bool, list[str], list[str]]]:
        """Each question as it was asked: whether the answer was right, what was chosen, what is right."""
        return [
            (
                each["text"],
                each["right"] == each["given"],
                [each["options"][number] for number in each["given"]],
                [each["options"][number] for number in each["right"]],
            )
            for each in self.answers
        ]
