"""What is suggested, and how often the officers agreed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstdesk.common import clock
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.triage.selectors import agreement


@require_safe
@needs(Permission.TRIAGE, Permission.DECIDE, Permission.READ_FIGURES)
def suggestions(request: StaffRequest) -> HttpResponse:
    """How often what was suggested was decided, month by month; the models learned, with their figures."""
    centre, at = request.acting.centre, clock.now()
    context = {
        "centre": centre,
        "months": agreement.by_month(centre, at) if centre else [],
        "differing": agreement.differing(centre, at) if centre else [],
        "models": agreement.models_of(centre) if centre else [],
    }
    return render(request, "triage/suggestions.html", context)
