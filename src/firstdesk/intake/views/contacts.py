"""The page on which a report is taken: open on the ring, keep what is typed, register, tell the caller."""

from datetime import datetime

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
from firstdesk.directory.models import Grid, Unit
from firstdesk.directory.roles import Permission
from firstdesk.dispatch.selectors import open_referral
from firstdesk.intake import forms, selectors, services
from firstdesk.intake.models import Contact
from firstdesk.intake.selectors.grid_map import grid_map, grids_of
from firstdesk.intake.services.contacts import RINGS
from firstdesk.matters.models import Channel, Matter
from firstdesk.matters.selectors import get_visible
from firstdesk.regulations import selectors as regulations
from firstdesk.triage.selectors import pages as triage

FIRST = (Channel.PHONE, Channel.WALK_IN)
ENDS, GREETS, TELLS = ("WS-110-07",), ("WS-110-04", "PM-022"), ("GC-01-07",)  # the clauses a page follows
OTHERS = (Channel.TRANSFER_110, Channel.HOTLINE_12345, Channel.GRID, Channel.LETTER)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REGISTER)
def new(request: StaffRequest) -> HttpResponse:
    """Open contacts of my centre, and the buttons that open another."""
    centre = _centre(request)
    if request.method == "POST":
        channel = request.POST.get("channel", "")
        contact = services.open_contact(centre=centre, channel=channel, by=request.acting.actor, at=clock.now())
        return _page(contact)
    context = {"contacts": selectors.open_contacts(centre), "first": FIRST, "others": OTHERS, "asked": ENDS}
    return render(request, "intake/new.html", context)


def _centre(request: StaffRequest) -> Unit:
    if request.acting.centre is None or request.acting.centre.pk != request.acting.unit.pk:
        raise Http404
    return request.acting.centre


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REGISTER)
def contact(request: StaffRequest, pk: int) -> HttpResponse:
    """The one page: what was told, by whom, what it is; POST registers, and routes where it was judged."""
    found, at = selectors.get_contact(pk, request.acting), clock.now()
    form = _form(request, found, at)
    preview = _preview(request, found, form)
    if form.is_bound and form.is_valid():
        try:
            return SeeOther(reverse("intake:receipt", args=[_register(request, form, at).number]))
        except Refusal as refusal:
            found.refresh_from_db()  # what was rolled back is not shown as done
            form.show(refusal)
    context = _shown(request, found, form, at) | {"preview": preview}
    return render(request, "intake/contact.html", context, status=422 if form.errors else 200)


def _form(request: StaffRequest, found: Contact, at: datetime) -> forms.ContactForm:
    data = request.POST if request.method == "POST" else None
    return forms.ContactForm(
        data, contact=found, rulebook=regulations.current(at), initial=forms.initial_of(found, clock.local(at))
    )


def _register(request: StaffRequest, form: forms.ContactForm, at: datetime) -> Matter:
    """Register, and route where the form judges it; half a judgement is said, not guessed."""
    registration = form.registration(form.contact.operator)
    if form.is_half_judged:
        raise Refusal(_("Choose nature, topic and whose business it is; or none of them, to classify it later."))
    if form.judged is None:
        return services.register(registration, by=request.acting.actor, at=at)
    return services.register_and_route(registration, form.judged, by=request.acting.actor, at=at)


def _shown(request: StaffRequest, found: Contact, form: forms.ContactForm, at: datetime) -> dict[str, object]:
    return {
        "contact": found,
        "form": form,
        "at": at,
        "ring": selectors.ring_clock(found) if found.channel in RINGS else None,
        "interview": selectors.interview_clock(found),
        "map": grid_map(grids_of(found.centre)),
        "drop_form": forms.DropForm(),
        "user": request.user,
        "greeted": GREETS,
    }


def _preview(request: StaffRequest, found: Contact, form: forms.ContactForm) -> triage.Preview | None:
    """Where it would go; asked of a matter that does not exist yet."""
    if not form.is_bound or not form.is_valid() or form.judged is None:
        return None
    unborn = Matter(
        centre=found.centre,
        centre_kind=found.centre.centre_kind,
        channel=found.channel,
        grid=_place(form),
        responsible_unit=found.centre,
        rulebook_version=regulations.current(clock.now()).version,
    )
    return triage.preview(unborn, form.judged, request.acting)


def _place(form: forms.ContactForm) -> Grid | None:
    lng, lat = form.cleaned_data["lng"], form.cleaned_data["lat"]
    chosen: Grid | None = form.cleaned_data["grid"]
    return chosen if lng is None or lat is None else grid_at(lng, lat) or chosen


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
    services.save_draft(found, draft=forms.draft_of(request.POST.dict()), by=request.acting.actor, at=at)
    if not request.htmx:
        return _page(found)
    form = forms.ContactForm(request.POST, contact=found, rulebook=regulations.current(at))
    return render(request, "intake/_kept.html", {"at": at, "form": None, "preview": _preview(request, found, form)})


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
    return render(request, "intake/receipt.html", context)


def _page(found: Contact) -> HttpResponse:
    return SeeOther(reverse("intake:contact", args=[found.pk]))
