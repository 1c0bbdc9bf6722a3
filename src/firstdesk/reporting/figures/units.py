"""What one unit was asked to do."""

from django.db.models import Q

from firstdesk.dispatch.models import Referral, Turnout
from firstdesk.dispatch.states import ReferralState
from firstdesk.reporting.figures.scope import Rows, Scope

REFUSED = (ReferralState.OBJECTED, ReferralState.WITHDRAWN)


def _to(scope: Scope) -> Rows:
    return Referral.objects.filter(to_unit=scope.unit).order_by()


def asked(scope: Scope) -> Rows:
    """Matters it was asked to take."""
    return _to(scope).filter(**scope.within("offered_at"))


def accepted(scope: Scope) -> Rows:
    """Taken by it."""
    return _to(scope).filter(**scope.within("decided_at")).exclude(state__in=REFUSED)


def refused(scope: Scope) -> Rows:
    """Sent back with a reason."""
    return _to(scope).filter(state=ReferralState.OBJECTED, **scope.within("decided_at"))


def answered(scope: Scope) -> Rows:
    """Answered by it."""
    return _to(scope).filter(**scope.within("answered_at"))


def at_hand(scope: Scope) -> Rows:
    """Taken and not answered at the cut-off."""
    waiting = Q(answered_at=None) | Q(answered_at__gte=scope.ends)
    return _to(scope).filter(waiting, decided_at__lt=scope.ends).exclude(state__in=REFUSED)


def turnouts(scope: Scope) -> Rows:
    """Ordered to a place."""
    return Turnout.objects.filter(unit=scope.unit, **scope.within("ordered_at")).order_by()
