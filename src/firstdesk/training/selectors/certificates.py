"""Certificates of a person or a centre, and those about to expire."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from firstdesk.common import clock
from firstdesk.directory.models import Unit, User
from firstdesk.training.models import Certificate
from firstdesk.training.states import CertificateState

AHEAD = timedelta(days=30)  # so long before, it is said that one runs out


def of_person(person: User) -> QuerySet[Certificate]:
    """A person's certificates, newest first."""
    return (
        Certificate.objects.filter(person=person)
        .select_related("unit", "course", "issued_by")
        .order_by("-valid_from", "-pk")
    )


def of_centre(centre: Unit) -> QuerySet[Certificate]:
    """Certificates given by the centre or by units under it."""
    found = Certificate.objects.filter(unit__path__startswith=centre.path)
    return found.select_related("person", "unit", "course", "issued_by").order_by("-issued_at", "-pk")


def running_out(certificates: QuerySet[Certificate], on: date) -> QuerySet[Certificate]:
    """Certificates that expire within weeks or have expired, and have no newer one with the same title."""
    newer = Certificate.objects.filter(state=CertificateState.VALID, person=OuterRef("person"), title=OuterRef("title"))
    newer = newer.filter(Q(valid_until=None) | Q(valid_until__gt=on + AHEAD))
    near = certificates.filter(state=CertificateState.VALID, valid_until__lte=on + AHEAD)
    return near.filter(~Exists(newer)).order_by("valid_until", "pk")


def to_warn(at: datetime) -> list[Certificate]:
    """Expiring certificates nobody was warned of yet."""
    today = clock.local(at).date()
    found = running_out(Certificate.objects.filter(warned_at=None), today).filter(valid_until__gte=today)
    return list(found.select_related("person", "unit"))
