"""Pages for sensitive periods, market days and checks on the spot."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, lead_to
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.files import services as files
from firstdesk.obligations import forms, services
from firstdesk.obligations.models import MarketDays, SensitivePeriod
from firstdesk.obligations.selectors import calendar, checklist

P = Permission
READS = (P.READ_OWN, P.READ_SUBTREE)


@require_safe
@needs(*READS)
def days(request: StaffRequest) -> HttpResponse:
    """Sensitive periods and market days of the centre."""
    return _days(request, forms.SensitiveForm())


@require_POST
@needs(P.DECIDE)
def declare(request: StaffRequest) -> HttpResponse:
    """Declare a sensitive period."""
    form = forms.SensitiveForm(request.POST)
    if form.is_valid():
        try:
            said = services.Declared(**form.cleaned_data)
            services.declare(_centre(request), said, by=request.acting.actor, at=clock.now())
            messages.success(request, _("Declared. The duties that tighten appear within minutes."))
            return SeeOther(reverse("obligations:days"))
        except Refusal as refusal:
            form.show(refusal)
    return _days(request, form, status=422)


@require_POST
@needs(P.DECIDE)
def end_sensitive(request: StaffRequest, pk: int) -> HttpResponse:
    """End one before its last day."""
    row = SensitivePeriod.objects.filter(pk=pk, centre=_centre(request)).first()
    if row is None:
        raise Http404
    reason = cleaned(forms.EndForm(request.POST))["reason"]
    services.end_sensitive(row, reason=reason, by=request.acting.actor, at=clock.now())
    return lead_to(reverse("obligations:days"), request)


@require_POST
@needs(P.DECIDE, P.KEEP_CHARTER)
def markets(request: StaffRequest) -> HttpResponse:
    """Say when the market is held."""
    given = cleaned(forms.MarketForm(request.POST))
    services.set_market_days(_centre(request), services.Markets(**given), by=request.acting.actor, at=clock.now())
    messages.success(request, _("Noted."))
    return lead_to(reverse("obligations:days"), request)


def _market(days: MarketDays | None) -> dict[str, object]:
    """The market days as the form shows them."""
    if days is None:
        return {"month_days": "", "weekdays": [], "dates": ""}
    month_days = ", ".join(map(str, days.month_days))
    return {"month_days": month_days, "weekdays": days.weekdays, "dates": "\n".join(days.dates)}


def _days(request: StaffRequest, form: forms.SensitiveForm, *, status: int = 200) -> HttpResponse:
    at, centre = clock.now(), request.acting.centre
    market = MarketDays.objects.filter(unit=centre).first() if centre else None
    context = {
        "centre": centre,
        "periods": calendar.periods_of(centre) if centre else [],
        "tightening": calendar.tightening(centre, at) if centre else [],
        "today": clock.local(at).date(),
        "form": form,
        "end_form": forms.EndForm(),
        "market_form": forms.MarketForm(initial=_market(market)),
        "may_declare": request.acting.may(P.DECIDE) and centre is not None,
        "may_markets": centre is not None and any(request.acting.may(each) for each in (P.DECIDE, P.KEEP_CHARTER)),
    }
    return render(request, "obligations/days.html", context, status=status)


def _centre(request: StaffRequest) -> Unit:
    centre = request.acting.centre
    if centre is None or centre.pk not in request.acting.unit_ids:
        raise NotAllowed(_("Only the centre itself says that of itself."))
    return centre


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*READS)
def looked(request: StaffRequest) -> HttpResponse:
    """The clauses no system can know: what was found, and what is found now."""
    place = _place(request)
    if request.method == "POST":
        if not checklist.may_look(request.acting):
            raise NotAllowed(_("From this post nothing is confirmed by looking."))
        at = clock.now()
        given = cleaned(forms.LookForm(request.POST))
        sent = request.FILES.getlist("files")[:1]
        photo = files.store_one(next(iter(sent), None), by=request.acting.actor, at=at)
        services.confirm(place, [services.Look(**given, photo=photo)], by=request.acting.actor, at=at)
        messages.success(request, _("Noted."))
        return lead_to(f"{reverse('obligations:checklist')}?unit={place.code}#clause-{given['clause']}", request)
    return _sheets(request, place)


def _sheets(request: StaffRequest, place: Unit) -> HttpResponse:
    at, acting = clock.now(), request.acting
    kind = place.centre_kind or (acting.centre.centre_kind if acting.centre else "")
    today: date = clock.local(at).date()
    context = {
        "place": place,
        "places": checklist.places(acting),
        "sheets": checklist.sheets(place, kind, at) if kind else [],
        "may_look": checklist.may_look(acting),
        "today": today,
    }
    return render(request, "obligations/checklist.html", context)


def _place(request: StaffRequest) -> Unit:
    known = {unit.code: unit for unit in checklist.places(request.acting)}
    asked = request.POST.get("unit") or request.GET.get("unit")
    if asked and asked not in known:
        raise Http404
    centre = request.acting.centre
    return known[asked] if asked else known.get(centre.code if centre else "", request.acting.unit)
