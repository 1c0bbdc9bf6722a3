"""Urging, cards, answers; and the list of what was said to which unit."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.matters import services as matters
from firstdesk.matters.access import seen_matter
from firstdesk.matters.models import Recusal
from firstdesk.oversight import forms, services
from firstdesk.oversight.models import Supervision
from firstdesk.oversight.selectors import lists
from firstdesk.oversight.selectors.panel import may_oversee, may_urge
from firstdesk.oversight.views.shared import back

P = Permission
PAGE = 50


@require_safe
@needs(P.READ_OWN, P.READ_SUBTREE)
def supervision(request: StaffRequest) -> HttpResponse:
    """What overseers said, what waits for an answer, and how often each unit was spoken to."""
    which = request.GET.get("which", "open")
    found = lists.supervisions(request.acting, which)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "at": clock.now(),
        "which": which,
        "page": page,
        "lines": lists.with_clocks(page.object_list),
        "chips": lists.supervision_chips(request.acting, which),
        "units": lists.per_unit(request.acting, clock.now()),
    }
    return render(request, "oversight/supervision.html", context)


@require_POST
@needs(P.REFER, P.SUPERVISE)
def urge(request: StaffRequest, number: str) -> HttpResponse:
    """Remind the unit whose turn it is."""
    matter = seen_matter(request, number)
    if not may_urge(matter, request.acting):
        raise NotAllowed(_("From your post this matter cannot be urged."))
    text = cleaned(forms.Words(request.POST))["text"]
    services.urge(matter, text=text, by=request.acting.actor, at=clock.now())
    return back(request, number)


@require_POST
@needs(P.SUPERVISE)
def supervise(request: StaffRequest, number: str) -> HttpResponse:
    """Give a card."""
    matter = seen_matter(request, number)
    if not may_oversee(matter, request.acting):
        raise NotAllowed(_("You do not supervise “%(centre)s”.") % {"centre": matter.centre.name})
    data = cleaned(forms.Carded(request.POST))
    services.supervise(matter, card=data["card"], text=data["text"], by=request.acting.actor, at=clock.now())
    return back(request, number)


@require_POST
@needs(P.HANDLE, P.REPLY, P.TRIAGE)
def answer(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """The unit says how things stand."""
    row = _row(request, number, pk)
    text = cleaned(forms.Answer(request.POST))["text"]
    services.answer_supervision(row, text=text, by=request.acting.actor, at=clock.now())
    return back(request, number)


@require_POST
@needs(P.SUPERVISE)
def lift(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Take it back."""
    row = _row(request, number, pk)
    reason = cleaned(forms.Reason(request.POST))["reason"]
    services.lift(row, reason=reason, by=request.acting.actor, at=clock.now())
    return back(request, number)


@require_POST
@needs(P.DECIDE)
def lift_recusal(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """Somebody need not stand back any more."""
    matter = seen_matter(request, number)
    found = get_object_or_404(Recusal.objects.standing().select_related("person"), pk=pk, matter=matter)
    found.matter = matter
    reason = cleaned(forms.Reason(request.POST))["reason"]
    matters.lift_recusal(found, reason=reason, by=request.acting.actor, at=clock.now())
    return back(request, number)


def _row(request: StaffRequest, number: str, pk: int) -> Supervision:
    matter = seen_matter(request, number)
    row = get_object_or_404(Supervision.objects.select_related("unit", "issued_by"), pk=pk, matter=matter)
    row.matter = matter
    return row
