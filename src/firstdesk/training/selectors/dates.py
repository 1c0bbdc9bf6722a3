"""The courses of somebody's calendar."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse

from firstdesk.common.appointments import Appointment
from firstdesk.common.clock import midnight
from firstdesk.obligations.ports import Span
from firstdesk.training.models import Course
from firstdesk.training.selectors.courses import visible
from firstdesk.training.states import CourseState


def dates(span: Span) -> list[Appointment]:
    """Those a person is asked to, or planned; those an organisation holds."""
    mine = Q(seats__person=span.acting.user) | Q(planned_by=span.acting.user)
    whose = Q(unit__in=span.units) if span.units else mine
    first, last = midnight(span.first), midnight(span.last + timedelta(days=1))
    rows = visible(span.acting).filter(whose, starts_at__lt=last, ends_at__gte=first)
    return [_entry(row) for row in rows.order_by("starts_at", "pk")]


def _entry(course: Course) -> Appointment:
    changed_at = course.ended_at or course.planned_at
    return Appointment(
        uid=f"course-{course.pk}", stamped_at=changed_at, begins=course.starts_at, ends=course.ends_at,
        title=course.title, place=course.place, url=reverse("training:course", args=[course.pk]),
        edition=int((changed_at - course.planned_at).total_seconds()), is_off=course.state == CourseState.CANCELLED,
    )  # fmt: skip
