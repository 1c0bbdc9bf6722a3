"""The page on which a report is taken: open on the ring, keep what is typed, register, tell the caller."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.grids import grid_at
from firstdesk.directory.roles import Permission
from firstdesk.dispatch.selectors import open_referral
from firstdesk.intake import forms, selectors, services
from firstdesk.intake.models import Contact
from firstdesk.intake.views import sheet
from firstdesk.intake.views.shared import centre_of
from firstdesk.matters.models import Channel
from firstdesk.matters.selectors import get_visible

FIRST = (Channel.PHONE, Channel.WALK_IN)
ENDS, TELLS = ("WS-110-07",), ("GC-01-07",)  # the clauses a page follows
OTHERS = (Channel.TRANSFER_110, Channel.HOTLINE_12345, Channel.GRID, Channel.LETTER)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REGISTER)
def new(request: StaffRequest) -> HttpResponse:
    """Open contacts of my centre, and the buttons that open another."""
    centre = centre_of(request)
    if request.method == "POST":
        channel = request.POST.get("channel", "")
        contact = services.open_contact(centre=centre, channel=channel, by=request.acting.actor, at=clock.now())
        return _page(contact)
    context = {"contacts": selectors.open_contacts(centre), "first": FIRST, "others": OTHERS, "asked": ENDS}
    return render(request, "intake/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REGISTER)
def contact(request: StaffRequest, pk: int) -> HttpResponse:
    """The one page: what was told, by whom, what it is; POST registers, and routes where it was judged."""
    found, at = selectors.get_contact(pk, request.acting), clock.now()
    if request.method == "POST" and (led := sheet.already(request, found)):
        return led
    form = sheet.form_of(request, found, at)
    if form.is_bound and form.is_valid():
        try:
            return SeeOther(reverse("intake:receipt", args=[sheet.register(request, form, at).number]))
        except Refusal as refusal:
            found.refresh_from_db()  # what was rolled back is not shown as done
            if led := sheet.already(request, found):
                return led
            form.show(refusal)
    context = sheet.shown(request, found, form, at)
    if form.is_bound:
        sheet.keep(request, found, at)
    return render(request, "intake/contact.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.REGISTER)
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Pick up."""
    found = selectors.get_contact(pk, request.acting)
    services.answer_contact(found, by=request.acting.actor, at=clock.now())
    return _page(found)


@require_POST
@needs(Permission.REGISTER)
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep what is typed; htmx gets the time it was kept and the route as it looks now."""
    found, at = selectors.get_contact(pk, request.acting), clock.now()
    draft = forms.draft_of(request.POST)
    known = sheet.known(request, found, draft, at)
    services.save_draft(found, draft=draft, by=request.acting.actor, at=at)
    if not request.htmx:
        return _page(found)
    preview = sheet.preview(request, found, sheet.form_of(request, found, at))
    return render(request, "intake/_while_typing.html", {"at": at, "form": None, "preview": preview} | known)


@require_POST
@needs(Permission.REGISTER)
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """End without a report."""
    found = selectors.get_contact(pk, request.acting)
    form = forms.DropForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    services.drop_contact(found, reason=reason, by=request.acting.actor, at=clock.now())
    messages.success(request, _("Ended without a report."))
    return SeeOther(reverse("intake:new"))


@require_GET
@needs(Permission.REGISTER)
def grid(request: StaffRequest) -> HttpResponse:
    """The grid a point of the map lies in."""
    try:
        found = grid_at(float(request.GET["lng"]), float(request.GET["lat"]))
    except (KeyError, ValueError):
        found = None
    return render(request, "intake/_grid.html", {"grid": found})


@require_GET
@needs(Permission.REGISTER)
def receipt(request: StaffRequest, number: str) -> HttpResponse:
    """Number and token, for whoever registered it to hand over; what to tell the caller."""
    matter = get_visible(number, request.acting)
    report = selectors.report_of(matter)
    if request.user.pk not in {matter.registered_by_id, matter.first_receiver_id} or report is None:
        raise Http404
    follow = request.build_absolute_uri(reverse("portal:follow", args=[matter.token]))
    context = {"matter": matter, "report": report, "referral": open_referral(matter), "follow": follow, "told": TELLS}
    return render(request, "intake/receipt.html", context | {"send_form": forms.ReceiptForm()})


def _page(found: Contact) -> HttpResponse:
    return SeeOther(reverse("intake:contact", args=[found.pk]))
