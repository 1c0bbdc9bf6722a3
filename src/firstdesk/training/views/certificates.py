"""What one has learnt: one's own page, the centre's certificates, who has no induction yet."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, lead_to
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.rosters.ports import Stand
from firstdesk.training import forms, policies, services
from firstdesk.training.models import Certificate
from firstdesk.training.selectors import certificates as found
from firstdesk.training.selectors import choices, courses, induction, people
from firstdesk.training.views.shared import check_fresh

P = Permission
PAGE = 20


@require_safe
@needs()
def mine(request: StaffRequest) -> HttpResponse:
    """What I am asked to, what I may sit, what I hold and until when."""
    at, person = clock.now(), request.acting.user
    today = clock.local(at).date()
    seats = list(courses.seats_of(person)[:PAGE])
    rows = list(found.of_person(person))
    context = {
        "seats": [(seat, courses.may_sit(seat), courses.is_open_door(seat.course, at)) for seat in seats],
        "certificates": [(each, each.holds(today)) for each in rows],
        "ending": {each.pk for each in found.running_out(found.of_person(person), today)},
        "no_induction": bool(induction.lacking([Stand(request.acting.post, person, at)])[0]),
        "at": at, "tab": "mine",
    }  # fmt: skip
    return render(request, "training/mine.html", context)


@require_safe
@needs(P.TRAIN, P.DECIDE, P.SUPERVISE)
def listing(request: StaffRequest) -> HttpResponse:
    """Certificates of the centre: those about to end first, and who has no induction yet."""
    centre, at = policies.centre_of(request.acting), clock.now()
    today = clock.local(at).date()
    every = found.of_centre(centre)
    page = Paginator(every, PAGE).get_page(request.GET.get("page"))
    subjects = choices.all_subjects(centre, at)
    context = {
        "ending": list(found.running_out(every, today)), "waiting": induction.waiting(centre, at), "page": page,
        "lines": [(each, each.holds(today), choices.named(each.subjects, subjects)) for each in page],
        "trains": policies.trains(request.acting, centre), "today": today, "reason": forms.ReasonForm(),
        "tab": "certificates",
    }  # fmt: skip
    return render(request, "training/certificates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.TRAIN)
def recognise(request: StaffRequest) -> HttpResponse:
    """Take on record what somebody learnt elsewhere."""
    centre, at = policies.centre_of(request.acting), clock.now()
    policies.check_trains(request.acting, centre)
    staff = [each for each in people.staff(centre, at) if each.pk != request.acting.user.pk]
    form = forms.RecogniseForm(request.POST or None, people=staff, subjects=choices.all_subjects(centre, at))
    if request.method == "POST" and form.is_valid():
        try:
            person = form.cleaned_data.pop("person")
            services.recognise(
                centre, person, services.Recognised(**form.cleaned_data), by=request.acting.actor, at=at
            )  # fmt: skip
            messages.success(request, _("The certificate is on record."))
            return SeeOther(reverse("training:certificates"))
        except Refusal as refusal:
            form.show(refusal)
    status = 422 if request.method == "POST" else 200
    return render(request, "training/recognise.html", {"form": form, "tab": "certificates"}, status=status)


@require_POST
@needs(P.TRAIN)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """A certificate counts no more."""
    row = Certificate.objects.filter(pk=pk, unit=request.acting.centre).select_related("unit").first()
    if row is None:
        raise Http404
    policies.check_trains(request.acting, row.unit)
    check_fresh(row, request)
    reason = cleaned(forms.ReasonForm(request.POST))["reason"]
    services.withdraw(row, reason, by=request.acting.actor, at=clock.now())
    return lead_to(reverse("training:certificates"), request)
