"""What is done with a report."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, lead_to, moment_in
from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.reporting import forms, policies, services
from firstdesk.reporting.kinds import report_kinds
from firstdesk.reporting.models import Report
from firstdesk.reporting.selectors import reports, showing
from firstdesk.reporting.services import NewReport
from firstdesk.reporting.spans import holding, newest
from firstdesk.reporting.views.pages import page_of, visible

P = Permission
WRITES = (P.REPORT,)
SIGNS = (P.DECIDE, P.ASSIGN)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*WRITES)
def new(request: StaffRequest) -> HttpResponse:
    """A new report: which, of which days."""
    units = _units(request)
    kinds = list({kind.code: kind for unit in units for kind in reports.writes_for(unit)}.values())
    chosen = {name: request.GET[name] for name in ("unit", "kind", "day", "about") if name in request.GET}
    form = forms.NewForm(request.POST or None, units=units, kinds=kinds, initial=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.begin(_new(request, form, units), by=request.acting.actor, at=clock.now())
            return SeeOther(reverse("reporting:report", args=[made.pk]))
        except Refusal as refusal:
            form.show(refusal)
    status = 422 if request.method == "POST" else 200
    return render(request, "reporting/new.html", {"form": form, "tab": "list"}, status=status)


def _units(request: StaffRequest) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=request.acting.unit_ids, is_active=True).order_by("path"))


def _new(request: StaffRequest, form: forms.NewForm, units: list[Unit]) -> NewReport:
    given = form.cleaned_data
    unit = next(each for each in units if each.code == given["unit"])
    kind = report_kinds()[given["kind"]]
    if not policies.may_begin(kind, unit, request.acting):
        raise NotAllowed(_("From this post you do not write this kind of report for this unit."))
    today = clock.local(clock.now()).date()
    span = holding(kind.span, given["day"]) if given["day"] else newest(kind.span, today)
    return NewReport(
        unit=unit, kind=kind, span=span, cut_off=given["cut_off"], about=given["about"], title=given["title"]
    )


@require_POST
@needs(*WRITES)
def write(request: StaffRequest, pk: int) -> HttpResponse:
    """The words; kept as they were typed where they are refused."""
    found = _own(request, pk)
    form = forms.WordsForm(request.POST, written=showing.written(found))
    if form.is_valid():
        texts = {name: text for name, text in form.cleaned_data.items() if name in request.POST}
        try:
            made = services.write(found, texts, seen=_seen(request), by=request.acting.actor, at=clock.now())
            messages.success(request, _go_on(request, made))
            return lead_to(reverse("reporting:report", args=[pk]), request)
        except (Conflict, NotAllowed):
            raise
        except Refusal as refusal:
            form.show(refusal)
    return page_of(request, visible(request, pk), form, status=422)


def _go_on(request: StaffRequest, made: Report) -> str:
    """What was asked for with the words: handed in, or sent at once."""
    by, at = request.acting.actor, clock.now()
    if "hand_in" in request.POST:
        services.hand_in(made, by=by, at=at)
        return _("Handed in for review.")
    if "send" in request.POST:
        services.send(made, is_final="is_final" in request.POST, base=_base(request), by=by, at=at)
        return _("Sent.")
    return _("Saved.")


@require_POST
@needs(*WRITES)
def recount(request: StaffRequest, pk: int) -> HttpResponse:
    """Count anew."""
    return _done(request, _own(request, pk), services.recount, _("Counted anew."))


@require_POST
@needs(*WRITES)
def hand_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand in for review."""
    return _done(request, _own(request, pk), services.hand_in, _("Handed in for review."))


@require_POST
@needs(*SIGNS)
def give_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Return it to its writer."""
    found, given = _led(request, pk), cleaned(forms.RemarkForm(request.POST))
    services.give_back(found, given["remark"], seen=_seen(request), by=request.acting.actor, at=clock.now())
    return lead_to(reverse("reporting:report", args=[pk]), request)


@require_POST
@needs(*SIGNS)
def sign(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign it."""
    found = _led(request, pk)
    return _done(request, found, partial(services.sign, base=_base(request)), _("The report is signed."))


@require_POST
@needs(*WRITES)
def send(request: StaffRequest, pk: int) -> HttpResponse:
    """Send it upward."""
    found = _own(request, pk)
    verb = partial(services.send, is_final="is_final" in request.POST, base=_base(request))
    return _done(request, found, verb, _("Sent."))


@require_POST
@needs(*WRITES)
def correct(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin the next version."""
    found, given = _own(request, pk), cleaned(forms.WhyForm(request.POST))
    made = services.correct(found, given["why"], by=request.acting.actor, at=clock.now())
    return lead_to(reverse("reporting:report", args=[made.pk]), request)


@require_POST
@needs(*WRITES)
def follow_up(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin the next part."""
    made = services.follow_up(_own(request, pk), by=request.acting.actor, at=clock.now())
    return lead_to(reverse("reporting:report", args=[made.pk]), request)


def _own(request: StaffRequest, pk: int) -> Report:
    found = visible(request, pk)
    if not policies.writes(found, request.acting):
        raise NotAllowed(_("Somebody of the unit that reports does this."))
    return found


def _led(request: StaffRequest, pk: int) -> Report:
    found = visible(request, pk)
    if found.unit_id not in request.acting.unit_ids:
        raise NotAllowed(_("Somebody who decides or leads in the unit that reports does this."))
    return found


def _seen(request: StaffRequest) -> datetime:
    """Which state of it the page showed. Raises Conflict where it does not say."""
    found = moment_in(request.POST.get("seen", ""))
    if found is None:
        raise Conflict
    return found


def _base(request: StaffRequest) -> str:
    """Where this installation is found: the code on a paper leads there."""
    return request.build_absolute_uri("/")


def _done(request: StaffRequest, found: Report, verb: Callable[..., Report], said: str) -> HttpResponse:
    verb(found, seen=_seen(request), by=request.acting.actor, at=clock.now())
    messages.success(request, said)
    return lead_to(reverse("reporting:report", args=[found.pk]), request)
