"""Certificates: given by courses, recognised from elsewhere, withdrawn, and warned of before they expire."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.common import clock, validation
from firstdesk.common.refusals import at_field
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send
from firstdesk.training.models import Attempt, Certificate, Course, Kind
from firstdesk.training.selectors import certificates as found
from firstdesk.training.selectors import choices, people
from firstdesk.training.services.record import enter
from firstdesk.training.states import CertificateState

RUNS_OUT = gettext_noop("The certificate “%(title)s” of %(person)s ends on %(day)s.")
URL = "/training/mine/"


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """Training received elsewhere, with its document."""

    title: str
    subjects: Sequence[str]
    basis: str
    valid_from: date
    valid_until: date | None = None
    is_induction: bool = False


def after(day: date, months: int) -> date:
    """The last day of `months` months beginning on `day`."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1])) - timedelta(days=1)


def give(course: Course, *, by: Actor, at: datetime) -> list[Certificate]:
    """Part of the verbs that complete a course: give certificates to everybody who came and, where there is a test,
    passed it, and has none from this course yet."""
    seats = course.seats.filter(came_at__isnull=False).exclude(person__certificates__course=course)
    if course.quiz_id is not None:
        seats = seats.filter(pk__in=Attempt.objects.filter(seat__course=course, is_passed=True).values("seat"))
    day = clock.local(at).date()
    base = course.certificates.count()
    return Certificate.objects.bulk_create(
        Certificate(
            unit=course.unit, person_id=seat.person_id, course=course, number=f"PX{course.pk:05d}-{base + n:03d}",
            title=course.title, subjects=course.subjects, is_induction=course.kind == Kind.INDUCTION, valid_from=day,
            valid_until=after(day, course.valid_months) if course.valid_months else None, issued_at=at,
            issued_by_id=course.ended_by_id or by.by_id,
        )
        for n, seat in enumerate(seats.order_by("pk"), 1)
    )  # fmt: skip


@transaction.atomic
def recognise(unit: Unit, person: User, new: Recognised, *, by: Actor, at: datetime) -> Certificate:
    """Recognise training received elsewhere. Raises NotAllowed for one's own."""
    if by.person_id == person.pk:
        raise at_field("person", _("Somebody else takes your certificates on record."))
    if person not in people.staff(unit, at):
        raise at_field("person", _("%(person)s holds no post around this centre.") % {"person": person})
    missing = choices.must_cover(unit, at) - set(new.subjects)
    if not new.subjects or (new.is_induction and missing):
        raise at_field("subjects", _("An induction covers everything the rules ask for."))
    if new.valid_from > clock.local(at).date():
        raise at_field("valid_from", _("This day has not come yet."))
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    number = f"RD{unit.pk:04d}-{Certificate.objects.filter(unit=unit, course=None).count() + 1:04d}"
    row = Certificate(
        unit=unit, person=person, number=number, title=new.title.strip(), subjects=list(new.subjects),
        is_induction=new.is_induction, basis=new.basis.strip(), valid_from=new.valid_from, valid_until=new.valid_until,
        issued_at=at, issued_by_id=by.by_id,
    )  # fmt: skip
    validation.check(row, leave_out=("issued_by", "withdrawn_by"))
    row.save(force_insert=True)
    enter(row, "training.recognised", {"number": number, "title": row.title}, by=by, at=at)
    return row


@transaction.atomic
def withdraw(row: Certificate, reason: str, *, by: Actor, at: datetime) -> Certificate:
    """Withdraw a certificate, with the reason."""
    if not reason.strip():
        raise at_field("reason", _("Say why the certificate is withdrawn."))
    changes = {"withdrawn_at": at, "withdrawn_by_id": by.by_id, "reason": reason.strip()}
    step = ledger.Move(
        CertificateState.WITHDRAWN, "training.withdrawn", reason=reason.strip(), changes=changes,
        noted={"number": row.number},
    )  # fmt: skip
    ledger.move(row, step, by=by, at=at)
    return row


@transaction.atomic
def warn(*, at: datetime) -> int:
    """Warn the holder and the centre's training organisers once that a certificate expires. Runs daily; returns how
    many."""
    rows = found.to_warn(at)
    for row in rows:
        values = {"title": row.title, "person": row.person, "day": f"{row.valid_until:%Y-%m-%d}"}
        message = Message(kind="training.runs_out", level="warning", text=RUNS_OUT, values=values, url=URL)
        centre = directory.centre_of(row.unit) or row.unit
        send(message, to=[row.person, *directory.holders_of(people.teaches(centre), at)], at=at)
    Certificate.objects.filter(pk__in=[row.pk for row in rows]).update(warned_at=at)
    return len(rows)
