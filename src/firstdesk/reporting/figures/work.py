"""Figures of a centre's other work: referrals, mediation, screening, ratings, duties."""

from datetime import datetime

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q
from django.db.models.functions import Cast

from firstdesk.common import clock as walls
from firstdesk.dispatch.models import Referral
from firstdesk.dispatch.states import ReferralState
from firstdesk.followup.models import Rating
from firstdesk.followup.selectors import SATISFIED
from firstdesk.ledger.models import Entry
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.states import OccurrenceState
from firstdesk.reporting.figures.scope import Rows, Scope
from firstdesk.screening.models import Finding
from firstdesk.screening.selectors.figures import KINDS
from firstdesk.screening.states import FindingState

WAIVED = OccurrenceState.WAIVED
DUTY = "obligations.Occurrence"
TAKEN_BACK = "duty.reopened"
DONE_OR_NOT = ("duty.discharged", TAKEN_BACK)


def referred(scope: Scope) -> Rows:
    """Referrals sent to units."""
    return Referral.objects.filter(matter__centre__in=scope.centres, **scope.within("offered_at")).order_by()


def objected(scope: Scope) -> Rows:
    """Referrals units objected to."""
    found = Referral.objects.filter(matter__centre__in=scope.centres, state=ReferralState.OBJECTED)
    return found.filter(**scope.within("decided_at")).order_by()


def mediated(scope: Scope) -> Rows:
    """Cases accepted for mediation, counted as in the monthly statement of screening."""
    return KINDS["accepted"].members(scope.centres, scope).order_by()


def settled(scope: Scope) -> Rows:
    """Cases settled by an agreement in effect."""
    return KINDS["settled"].members(scope.centres, scope).order_by()


def unsettled(scope: Scope) -> Rows:
    """Cases ended without an agreement."""
    return KINDS["failed"].members(scope.centres, scope).order_by()


def screening_zero(scope: Scope) -> Rows:
    """Zero reports of units."""
    found = Finding.objects.filter(campaign__centre__in=scope.centres, is_zero=True)
    return found.filter(**scope.within("reported_at")).order_by()


def screening_silent(scope: Scope) -> Rows:
    """Screening reports due in these days that units had not made by the cut-off."""
    silent = Q(state=FindingState.AWAITED) | Q(reported_at__gte=scope.ends)
    days = {"campaign__due_on__gte": scope.first, "campaign__due_on__lt": walls.local(scope.ends).date()}
    return Finding.objects.filter(silent, campaign__centre__in=scope.centres, **days).order_by()


def satisfied(scope: Scope) -> Rows:
    """Ratings of satisfied or better; the newest per answer."""
    return _rated(scope).filter(level__gte=SATISFIED)


def unsatisfied(scope: Scope) -> Rows:
    """Ratings below satisfied; the newest per answer."""
    return _rated(scope).filter(level__lt=SATISFIED)


def _rated(scope: Scope) -> Rows:
    found = Rating.objects.filter(matter__centre__in=scope.centres, level__isnull=False, **scope.within("rated_at"))
    again = Rating.objects.filter(
        reply=OuterRef("reply"), number__gt=OuterRef("number"), level__isnull=False, rated_at__lt=scope.ends
    )
    return found.exclude(Exists(again)).order_by()


def _owed(scope: Scope) -> Rows:
    return Occurrence.objects.filter(unit__in=scope.centres, **scope.within("due_at")).order_by()


def duties_done(scope: Scope) -> Rows:
    """Duties due in these days and done in time. If a proof was withdrawn after the cut-off, the duty counts as
    done."""
    undone = _taken_back_since(scope)
    done = [pk for pk, (due, was_done) in undone.items() if was_done and was_done <= due]
    return _owed(scope).filter(Q(done_at__lte=F("due_at")) & ~Q(pk__in=list(undone)) | Q(pk__in=done))


def duties_missed(scope: Scope) -> Rows:
    """Duties due in these days and not done in time, whatever came later; those waived in time do not count."""
    waived = Q(state=WAIVED, waived_at__lt=scope.ends)
    return _owed(scope).exclude(waived).exclude(pk__in=duties_done(scope).values("pk"))


def _taken_back_since(scope: Scope) -> dict[int, tuple[datetime, datetime | None]]:
    """Duties whose proofs were withdrawn after the cut-off: id → due moment and completion by then."""
    said = Entry.objects.filter(verb__in=DONE_OR_NOT, subject_kind=DUTY, at__gte=scope.ends)
    keys = said.filter(verb=TAKEN_BACK).values_list(Cast("subject_id", BigIntegerField()), flat=True)
    due = dict(_owed(scope).filter(pk__in=list(keys)).values_list("pk", "due_at"))
    found: dict[int, tuple[datetime, datetime | None]] = {}
    for entry in said.filter(subject_id__in=[str(pk) for pk in due]).order_by("at", "pk") if due else ():
        was = entry.before.get("done_at")
        pk = int(entry.subject_id)
        found.setdefault(pk, (due[pk], datetime.fromisoformat(str(was)) if was else None))
    return found
