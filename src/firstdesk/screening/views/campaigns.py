"""Drives: their list, a new one, and what each unit found."""

from datetime import datetime

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
from firstdesk.common.refusals import NotAllowed, Refusal, at_field
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.matters.models import Matter
from firstdesk.screening import forms, policies, services
from firstdesk.screening.models import Campaign, Finding
from firstdesk.screening.selectors import campaigns as found
from firstdesk.screening.services import NewCampaign, Said
from firstdesk.screening.views.shared import base_of, check_fresh, issued

P = Permission
READS = (P.READ_OWN, P.READ_SUBTREE)
PAGE = 30


@require_safe
@needs(*READS)
def drives(request: StaffRequest) -> HttpResponse:
    """Drives around this person, newest first."""
    at = clock.now()
    page = Paginator(found.visible(request.acting), PAGE).get_page(request.GET.get("page"))
    lines = found.lines(list(page.object_list), request.acting, at)
    may_begin = request.acting.may(P.DECIDE) and request.acting.centre is not None
    return render(
        request,
        "screening/drives.html",
        {"page": page, "lines": lines, "at": at, "may_begin": may_begin, "tab": "drives"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.DECIDE)
def new(request: StaffRequest) -> HttpResponse:
    """A new drive: the form, and what was sent in it."""
    centre = request.acting.centre
    if centre is None:
        raise NotAllowed(_("From this post you belong to no centre."))
    units = found.units_of(centre)
    form = forms.CampaignForm(request.POST or None, units=units)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            chosen = list(form.cleaned_data.pop("units"))
            try:
                given = NewCampaign(**form.cleaned_data)
                made = services.begin(centre, given, chosen, by=request.acting.actor, at=clock.now())
                return SeeOther(reverse("screening:drive", args=[made.pk]))
            except Refusal as refusal:
                form.show(refusal)
    return render(request, "screening/new_drive.html", {"form": form, "tab": "drives"}, status=status)


@require_safe
@needs(*READS)
def drive(request: StaffRequest, pk: int) -> HttpResponse:
    """One drive: who said what, and who said nothing."""
    campaign, at = _visible(request, pk), clock.now()
    rows = found.findings(campaign)
    seen = set(
        Matter.objects.visible_to(request.acting).filter(found_in__campaign=campaign).values_list("pk", flat=True)
    )
    shown = {
        "campaign": campaign,
        "issued": issued(campaign.paper),
        "lines": [(each, [(one, one.pk in seen) for one in each.matters.all()]) for each in rows],
        "mine": _to_say(request, rows, at),
        "may_register": request.acting.may(P.REGISTER),
        "is_over": clock.local(at).date() > campaign.due_on,
        "tab": "drives",
    }
    return render(request, "screening/drive.html", shown | _leading(request, campaign, rows, at))


def _to_say(request: StaffRequest, rows: list[Finding], at: datetime) -> list[tuple[Finding, forms.FindingForm]]:
    """The lines this person may answer, each with its form."""
    own = [each for each in rows if each.state == "awaited" and policies.reports(each, request.acting)]
    return [(each, forms.FindingForm(matters=found.pickable(each, request.acting, at))) for each in own]


def _leading(request: StaffRequest, campaign: Campaign, rows: list[Finding], at: datetime) -> dict[str, object]:
    """What whoever leads the drive may do while it runs: remind who is silent, end it."""
    if campaign.state != "running" or not _decides(request, campaign):
        return {}
    silent, last = sum(each.state == "awaited" for each in rows), found.reminded(campaign)
    return {
        "may_end": True,
        "silent": silent,
        "reminded": last,
        "may_remind": silent and not found.is_reminded_today(campaign, at),
    }


@require_POST
@needs(*sorted(policies.REPORTS | {P.REGISTER}))
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """What a unit found, or zero."""
    campaign, at = _visible(request, pk), clock.now()
    unit = request.POST.get("unit", "")
    row = next((each for each in found.findings(campaign) if str(each.unit_id) == unit), None)
    if row is None or not policies.reports(row, request.acting):
        raise NotAllowed(_("Somebody of the unit that was asked says what it found."))
    check_fresh(row, request)
    form = forms.FindingForm(request.POST, matters=found.pickable(row, request.acting, at))
    given = cleaned(form)
    said = Said(matters=_matters(request, form.found), is_zero=given["is_zero"], words=given["words"])
    services.report(row, said, by=request.acting.actor, at=at)
    messages.success(request, _("Reported."))
    return lead_to(reverse("screening:drive", args=[pk]), request)


@require_POST
@needs(P.DECIDE)
def remind(request: StaffRequest, pk: int) -> HttpResponse:
    """Whoever has said nothing is reminded."""
    campaign = _visible(request, pk)
    if not _decides(request, campaign):
        raise NotAllowed(_("The director of the centre that began it reminds the units."))
    check_fresh(campaign, request)
    count = services.remind(campaign, by=request.acting.actor, at=clock.now())
    messages.success(request, _("Reminded: %(count)s units.") % {"count": count})
    return lead_to(reverse("screening:drive", args=[pk]), request)


@require_POST
@needs(P.DECIDE)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """The drive is over."""
    campaign = _visible(request, pk)
    if not _decides(request, campaign):
        raise NotAllowed(_("The director of the centre that began it ends it."))
    check_fresh(campaign, request)
    services.end(campaign, base=base_of(request), by=request.acting.actor, at=clock.now())
    return lead_to(reverse("screening:drive", args=[pk]), request)


def _matters(request: StaffRequest, numbers: list[str]) -> list[Matter]:
    rows = {each.number: each for each in Matter.objects.visible_to(request.acting).filter(number__in=numbers)}
    unknown = [number for number in numbers if number not in rows]
    if unknown:
        raise at_field(
            "numbers",
            _("There is no matter with this number that you may see: %(numbers)s.") % {"numbers": ", ".join(unknown)},
        )
    return list(rows.values())


def _visible(request: StaffRequest, pk: int) -> Campaign:
    campaign = found.visible(request.acting).filter(pk=pk).first()
    if campaign is None:
        raise Http404
    return campaign


def _decides(request: StaffRequest, campaign: Campaign) -> bool:
    return request.acting.may(P.DECIDE) and campaign.centre_id in request.acting.unit_ids
