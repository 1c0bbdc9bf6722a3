"""Draws: their list, a new one, the lots, and each matter checked again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.checks import forms, policies, services
from firstdesk.checks.models import Draw, Recheck
from firstdesk.checks.selectors import draws as found
from firstdesk.checks.selectors import sheets
from firstdesk.checks.selectors.reach import inspectors, units_within
from firstdesk.checks.selectors.sheets import Sheet
from firstdesk.checks.services import Given, NewDraw, Outcome
from firstdesk.checks.views.shared import PAGE, READS, check_fresh, found_in
from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, lead_to
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.files import services as files
from firstdesk.matters.models import Matter, Nature

P = Permission
MANY = {"units", "checkers", "natures"}


@require_safe
@needs(*READS)
def listing(request: StaffRequest) -> HttpResponse:
    """Draws around this person, newest first."""
    at = clock.now()
    page = Paginator(found.visible(request.acting), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": found.lines(list(page.object_list), at), "mine": found.mine(request.acting)}
    may = request.acting.may(P.INSPECT)
    return render(request, "checks/draws.html", context | {"at": at, "may_draw": may, "tab": "draws"})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.INSPECT)
def new(request: StaffRequest) -> HttpResponse:
    """A new list to draw from: the form, and what was sent in it."""
    at, unit, status = clock.now(), request.acting.unit, 200
    form = forms.DrawForm(
        request.POST or None,
        units=units_within(unit),
        people=inspectors(unit, at),
        natures=[(each.value, str(each.label)) for each in Nature],
    )
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given: dict[str, Any] = {
                name: list(value) if name in MANY else value for name, value in form.cleaned_data.items()
            }
            try:
                made = services.freeze(unit, NewDraw(**given), by=request.acting.actor, at=at)
                return SeeOther(reverse("checks:draw", args=[made.pk]))
            except Refusal as refusal:
                form.show(refusal)
    return render(request, "checks/new_draw.html", {"form": form, "tab": "draws"}, status=status)


@require_safe
@needs(*READS)
def draw(request: StaffRequest, pk: int) -> HttpResponse:
    """One draw: what was frozen, the number, what was drawn, what came of it."""
    row = found_in(found.visible(request.acting), pk)
    holds = row.unit_id == request.acting.unit.pk and request.acting.may(P.INSPECT)
    context = {
        "draw": row,
        "units": row.units.order_by("path"),
        "checkers": row.checkers.order_by("username"),
        "natures": [Nature(code).label for code in row.natures],
        "by_unit": found.by_unit(row),
        "items": found.items(row, request.acting),
        "holds": holds,
        "line": found.lines([row], clock.now())[0],
        "lots_form": forms.LotsForm(),
        "reason_form": forms.ReasonForm(),
        "tab": "draws",
    }
    return render(request, "checks/draw.html", context)


@require_safe
@needs(*READS)
def population(request: StaffRequest, pk: int) -> HttpResponse:
    """The frozen list, a number a line, as its fingerprint was taken of it: whoever sees a draw can draw again."""
    row = found_in(found.visible(request.acting), pk)
    text = "".join(f"{number}\n" for number in row.population)
    headers = {"Content-Disposition": f'attachment; filename="population-{row.pk}.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@require_POST
@needs(P.INSPECT)
def lots(request: StaffRequest, pk: int) -> HttpResponse:
    """The number was drawn."""
    row = _held(request, pk)
    given = cleaned(forms.LotsForm(request.POST))
    services.draw_lots(row, given["public_number"], given["drawn_how"], by=request.acting.actor, at=clock.now())
    return _back(request, row)


@require_POST
@needs(P.INSPECT)
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """The list is given up."""
    row = _held(request, pk)
    given = cleaned(forms.ReasonForm(request.POST))
    services.drop(row, given["reason"], by=request.acting.actor, at=clock.now())
    return _back(request, row)


@require_POST
@needs(P.INSPECT)
def finish(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything drawn was checked again."""
    row = _held(request, pk)
    services.finish(row, by=request.acting.actor, at=clock.now())
    messages.success(request, _("Finished; the counts stand."))
    return _back(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.INSPECT)
def recheck(request: StaffRequest, pk: int) -> HttpResponse:
    """One matter drawn: its questions, answered by whoever it was drawn to."""
    row = _recheck(request, pk)
    form = sheet_in(request, sheets.of_recheck(row))
    status = 200
    if request.method == "POST":
        status = 422
        try:
            return _marked(request, row, form, clock.now())
        except Refusal as refusal:
            status = refusal.status
            form.show(refusal)
    done = forms.DoneForm(request.POST if "settle" in request.POST else None)
    context = {"recheck": row, "form": form, "done_form": done, "tab": "draws"}
    mine = row.checker_id == request.acting.user.pk and row.state == "open"
    seen = Matter.objects.visible_to(request.acting).filter(pk=row.matter_id).exists()
    return render(request, "checks/recheck.html", context | {"fills": mine, "is_seen": seen}, status=status)


def _marked(request: StaffRequest, row: Recheck, form: forms.SheetForm, at: datetime) -> HttpResponse:
    check_fresh(row, request)
    given = given_in(request, form, at)
    services.mark_recheck(row, given, by=request.acting.actor, at=at)
    if "settle" in request.POST:
        done = cleaned(forms.DoneForm(request.POST))
        services.settle_recheck(row, Outcome(**done), by=request.acting.actor, at=at)
        return _back(request, row.draw)
    messages.success(request, _("Kept."))
    return lead_to(reverse("checks:recheck", args=[row.pk]), request)


def sheet_in(request: StaffRequest, asked: Sequence[Sheet]) -> forms.SheetForm:
    """The checklists as they were sent, or to be filled."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return forms.SheetForm(*sent, sheets=asked)


def given_in(request: StaffRequest, form: forms.SheetForm, at: datetime) -> dict[str, Given]:
    """What was sent of each item, its photo kept. Raises Refusal."""
    cleaned(form)
    by = request.acting.actor
    return {
        code: Given(result, words, files.store(photo, by=by, at=at) if photo else None)
        for code, (result, words, photo) in form.answered.items()
    }


def _recheck(request: StaffRequest, pk: int) -> Recheck:
    rows = Recheck.objects.filter(draw__unit=request.acting.unit)
    row = found_in(rows.select_related("matter", "unit", "draw__unit", "checker"), pk)
    if not Matter.objects.visible_to(request.acting).filter(pk=row.matter_id).exists():
        raise NotAllowed(_("You may not read this matter, so it is not yours to check again."))
    return row


def _held(request: StaffRequest, pk: int) -> Draw:
    row = found_in(found.visible(request.acting), pk)
    policies.check_of_unit(row.unit_id, request.acting)
    check_fresh(row, request)
    return row


def _back(request: StaffRequest, row: Draw) -> HttpResponse:
    return lead_to(reverse("checks:draw", args=[row.pk]), request)
