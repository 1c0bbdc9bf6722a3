"""Opinions: their list, the box, what we asked ourselves, one opinion sorted, half a year summed up."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from firstdesk.checks import forms, policies, services
from firstdesk.checks.models import Opinion
from firstdesk.checks.selectors import opinions as found
from firstdesk.checks.services import Opened, Sought, Voice
from firstdesk.checks.views.shared import PAGE, READS, check_fresh, found_in
from firstdesk.common import clock
from firstdesk.common.forms import Form, cleaned
from firstdesk.common.http import SeeOther, form_secret, lead_to
from firstdesk.common.refusals import Refusal
from firstdesk.directory import selectors as directory
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission

P = Permission


@require_safe
@needs(*READS)
def listing(request: StaffRequest) -> HttpResponse:
    """The opinions of the centre, the box, what was asked for, the summaries."""
    return _list(request, clock.now())


def _list(request: StaffRequest, at: datetime, status: int = 200, **sent: Form) -> HttpResponse:
    unit, may = request.acting.unit, request.acting.may(P.INSPECT)
    page = Paginator(found.visible(request.acting), PAGE).get_page(request.GET.get("page"))
    boxes, half = found.boxes(unit), found.last_half(at)
    context = {
        "page": page,
        "boxes": boxes,
        "seekings": found.seekings(unit)[:6] if may else [],
        "summaries": found.summaries(unit)[:4] if may else [],
        "half": half,
        "is_summed": found.summaries(unit).filter(half=half).exists(),
        "may_sort": may,
        "once": form_secret(request),
        "at": at,
        "tab": "opinions",
    }
    empty = _empty(_others(request, at), boxes)
    return render(request, "checks/opinions.html", context | empty | sent, status=status)


def _empty(people: list[Any], boxes: list[found.Box]) -> dict[str, object]:
    return {
        "box_form": forms.BoxForm(people=people),
        "write_form": forms.OpinionForm(boxes=_choices([each for each in boxes if each.missing])),
        "seek_form": forms.SeekForm(),
        "summary_form": forms.SummaryForm(),
    }


def _others(request: StaffRequest, at: datetime) -> list[Any]:
    return [each for each in directory.members_of(request.acting.unit, at) if each != request.acting.user]


def _choices(boxes: list[found.Box]) -> list[tuple[str, str]]:
    return [
        (
            str(each.emptying.pk),
            f"{each.emptying.place} {each.emptying.happened_on} ({each.written}/{each.emptying.count})",
        )
        for each in boxes
    ]


@require_safe
@needs(*READS)
def opinion(request: StaffRequest, pk: int) -> HttpResponse:
    """One opinion, and what is done with it."""
    row, at = found_in(found.visible(request.acting), pk), clock.now()
    context = {
        "opinion": row,
        "sorts": policies.sorts(row, request.acting),
        "answer_form": forms.PublicAnswerForm(),
        "turn_form": forms.TurnForm(),
        "improve_form": forms.ImproveForm(people=directory.members_of(row.unit, at)),
        "note_form": forms.NoteForm(),
        "at": at,
        "tab": "opinions",
    }
    return render(request, "checks/opinion.html", context)


@require_POST
@needs(P.INSPECT)
def empty_box(request: StaffRequest) -> HttpResponse:
    """The box was opened."""
    at = clock.now()
    form = forms.BoxForm(request.POST, people=_others(request, at))
    return _kept(request, at, "box_form", form, lambda given: services.empty_box(
        request.acting.unit, Opened(**given), by=request.acting.actor, at=at
    ))  # fmt: skip


@require_POST
@needs(P.INSPECT)
def write(request: StaffRequest) -> HttpResponse:
    """A slip, or what somebody said, written down."""
    at, boxes = clock.now(), found.boxes(request.acting.unit)
    slips = {str(each.emptying.pk): each.emptying for each in boxes}
    form, once = forms.OpinionForm(request.POST, boxes=_choices(boxes)), form_secret(request)
    return _kept(request, at, "write_form", form, lambda given: services.write_down(
        request.acting.unit, Voice(text=given["text"], once=once), slips.get(given["emptying"]),
        by=request.acting.actor, at=at,
    ))  # fmt: skip


@require_POST
@needs(P.INSPECT)
def seek(request: StaffRequest) -> HttpResponse:
    """Opinions were asked for."""
    at = clock.now()
    return _kept(request, at, "seek_form", forms.SeekForm(request.POST), lambda given: services.seek(
        request.acting.unit, Sought(**given), by=request.acting.actor, at=at
    ))  # fmt: skip


@require_POST
@needs(P.INSPECT)
def summarise(request: StaffRequest) -> HttpResponse:
    """The last half-year, summed up and published."""
    at = clock.now()
    return _kept(request, at, "summary_form", forms.SummaryForm(request.POST), lambda given: services.summarise(
        request.acting.unit, found.last_half(at), given["words"], by=request.acting.actor, at=at
    ))  # fmt: skip


def _kept(
    request: StaffRequest, at: datetime, name: str, form: Form, keep: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Kept, and back to the list; refused, the form stands on the list as it was sent."""
    try:
        keep(cleaned(form))
    except Refusal as refusal:
        form.show(refusal)
        return _list(request, at, refusal.status, **{name: form})
    return SeeOther(reverse("checks:opinions"))


@require_POST
@needs(*READS)
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Answered in public: by who sorts, or by who improved on it."""
    row = found_in(found.visible(request.acting), pk)
    check_fresh(row, request)
    given = cleaned(forms.PublicAnswerForm(request.POST))
    services.answer(row, given["public_text"], given["answer"], by=request.acting.actor, at=clock.now())
    return _back(request, row)


@require_POST
@needs(P.INSPECT)
def turn(request: StaffRequest, pk: int) -> HttpResponse:
    """A request among the opinions becomes a matter."""
    row = _sorted(request, pk)
    given = cleaned(forms.TurnForm(request.POST))
    services.turn(row, given["place"], by=request.acting.actor, at=clock.now())
    return _back(request, row)


@require_POST
@needs(P.INSPECT)
def improve(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody improves on it."""
    row, at = _sorted(request, pk), clock.now()
    given = cleaned(forms.ImproveForm(request.POST, people=directory.members_of(row.unit, at)))
    services.improve(row, given["owner"], given["due_on"], by=request.acting.actor, at=at)
    return _back(request, row)


@require_POST
@needs(P.INSPECT)
def note(request: StaffRequest, pk: int) -> HttpResponse:
    """Nothing follows from it."""
    row = _sorted(request, pk)
    services.note(row, cleaned(forms.NoteForm(request.POST))["note"], by=request.acting.actor, at=clock.now())
    return _back(request, row)


def _sorted(request: StaffRequest, pk: int) -> Opinion:
    row = found_in(found.visible(request.acting), pk)
    policies.check_sorts(row.unit_id, request.acting)
    check_fresh(row, request)
    return row


def _back(request: StaffRequest, row: Opinion) -> HttpResponse:
    return lead_to(reverse("checks:opinion", args=[row.pk]), request)
