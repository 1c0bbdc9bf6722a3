"""Courses, and who sat in them."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdesk.training import states
from firstdesk.training.models.plans import Kind, PlanLine
from firstdesk.training.models.quizzes import Quiz
from firstdesk.training.states import CourseState

USER = settings.AUTH_USER_MODEL
__all__ = ["Course", "Kind", "Seat"]


class Course(models.Model):
    """A course, on-the-spot lesson or session for residents. Of residents only the number is kept."""

    mutability = "mutable"
    times_of_the_world = ("starts_at", "ends_at")

    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(PlanLine, null=True, blank=True, on_delete=models.PROTECT, related_name="courses")
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    subjects = models.JSONField()
    posts = models.JSONField(default=list, blank=True)
    bodies = models.JSONField(default=list, blank=True)  # which prevention bodies were guided
    place = models.CharField(max_length=120)
    teacher = models.CharField(max_length=80)
    is_expert = models.BooleanField(default=False)  # an expert from outside teaches
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    quiz = models.ForeignKey(Quiz, null=True, blank=True, on_delete=models.PROTECT, related_name="courses")
    tries = models.PositiveSmallIntegerField(default=3)
    valid_months = models.PositiveSmallIntegerField(default=0)  # of its certificates; 0: for good
    code = models.CharField(max_length=16, unique=True)  # in the QR code on the door
    heard = models.PositiveIntegerField(null=True)  # residents, or members of bodies, who came
    account = models.CharField(max_length=500, blank=True)  # what was done, in words; no names
    state = models.CharField(max_length=10, choices=CourseState, default=CourseState.PLANNED)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()  # with its list; who signs in by the code changes nothing others decide on
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title", "starts_at"],
                condition=~Q(state="cancelled"),
                name="training_course_once",
                violation_error_message=_("This course is on record already: the same title, the same hour."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="training_course_order",
                violation_error_message=_("A course ends after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(state="planned", ended_at=None, ended_by=None)
                | (~Q(state="planned") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="training_course_ended",
            ),
            models.CheckConstraint(
                condition=Q(tries__gte=1, tries__lte=10),
                name="training_course_tries",
                violation_error_message=_("A test may be tried once at least and ten times at most."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["publicity", "guidance"]) | ~Q(state="held") | Q(heard__isnull=False),
                name="training_course_heard",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-starts_at"], name="training_course_unit")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_counted(self) -> bool:
        """Whether it is for people outside the staff, of whom only the number is kept."""
        return self.kind in {Kind.PUBLICITY, Kind.GUIDANCE}

    @property
    def ledger_chain(self) -> str:
        """Recorded with the organisation."""
        return f"unit:{self.unit_id}"

    @property
    def moves(self) -> Mapping[str, frozenset[str]]:
        """Which state may follow which."""
        return states.COURSE_MOVES


class Seat(models.Model):
    """A member of staff invited to a course, and whether they came."""

    mutability = "mutable"

    class Way(models.TextChoices):
        LIST = "list", pgettext_lazy("training", "ticked on the list")
        CODE = "code", pgettext_lazy("training", "by the QR code")

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="seats")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=4, choices=Way, blank=True)
    came_at = models.DateTimeField(null=True)
    came_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "person"], name="training_seat_once"),
            models.CheckConstraint(
                condition=Q(came_at=None, came_by=None, way="")
                | Q(came_at__isnull=False, came_by__isnull=False, way__gt=""),
                name="training_seat_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.course_id}"
