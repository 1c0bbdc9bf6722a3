"""Findings: their list, one of them with everything done about it, and the photos of checks."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.checks import forms, policies, services
from firstdesk.checks.models import Finding, Mark, Remedy, Visit
from firstdesk.checks.selectors import findings as found
from firstdesk.checks.selectors import inspections
from firstdesk.checks.services import Done, Judged
from firstdesk.checks.views.shared import PAGE, READS, check_fresh, found_in, one_file
from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.common.refusals import Refusal
from firstdesk.directory import selectors as directory
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.files import serving
from firstdesk.files.models import File

P = Permission
FILTERS = ("open", "late", "review", "closed")


@require_safe
@needs(*READS)
def listing(request: StaffRequest) -> HttpResponse:
    """Findings around this person, the first to fall due on top."""
    at = clock.now()
    show, unit = request.GET.get("show", "open"), request.GET.get("unit", "")
    rows = _filtered(found.visible(request.acting), show, unit, at)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": found.lines(list(page.object_list), at), "show": show, "unit": unit}
    return render(request, "checks/findings.html", context | {"at": at, "tab": "findings"})


def _filtered(rows: QuerySet[Finding], show: str, unit: str, at: datetime) -> QuerySet[Finding]:
    wanted = {
        "open": ~Q(state="closed"),
        "late": Q(state="open", due_on__lt=clock.local(at).date()),
        "review": Q(state="remedied"),
        "closed": Q(state="closed"),
    }
    rows = rows.filter(wanted.get(show, wanted["open"]))
    return rows.filter(unit__code=unit) if unit else rows


@require_safe
@needs(*READS)
def finding(request: StaffRequest, pk: int) -> HttpResponse:
    """One finding: where it comes from, what was done, what the second look found."""
    row = found_in(found.visible(request.acting).select_related("inspection", "recheck__draw", "visit"), pk)
    return render(request, "checks/finding.html", _context(request, row, clock.now()))


def _context(request: StaffRequest, row: Finding, at: datetime) -> dict[str, object]:
    return _may(request, row) | {
        "finding": row,
        "line": found.lines([row], at)[0],
        "remedies": found.remedies(row),
        "orders": found.orders(row),
        "owner_form": forms.OwnerForm(people=directory.members_of(row.unit, at), initial={"owner": row.owner_id}),
        "remedy_form": forms.RemedyForm(initial={"happened_on": clock.local(at).date()}),
        "review_form": forms.ReviewForm(),
        "order_form": forms.OrderForm(),
        "answer_form": forms.AnswerForm(),
        "at": at,
        "tab": "findings",
    }


def _may(request: StaffRequest, row: Finding) -> dict[str, object]:
    """What this person can do about it now."""
    acting, is_closed, order = request.acting, row.state == "closed", found.standing_order(row)
    return {
        "order": order,
        "puts_right": policies.puts_right(row, acting) and row.state == "open",
        "answers": order is not None and order.state == "given" and policies.puts_right(row, acting),
        "names_owner": policies.names_owner(row, acting) and not is_closed,
        "reviews": policies.reviews(row, acting) and row.state == "remedied",
        "may_order": policies.orders(row, acting) and not is_closed and order is None,
    }


@require_POST
@needs(*READS)
def owner(request: StaffRequest, pk: int) -> HttpResponse:
    """Who puts it right."""
    row, at = _seen(request, pk), clock.now()
    given = cleaned(forms.OwnerForm(request.POST, people=directory.members_of(row.unit, at)))
    services.name_owner(row, given["owner"], acting=request.acting, at=at)
    return _back(request, row)


@require_http_methods(["POST"])
@needs(*READS)
def remedy(request: StaffRequest, pk: int) -> HttpResponse:
    """It was put right; refused, it comes back with what was typed."""
    row, at = _seen(request, pk), clock.now()
    policies.check_puts_right(row, request.acting)
    form = forms.RemedyForm(request.POST)
    try:
        given = cleaned(form)
        services.remedy(row, Done(**given, file=one_file(request, at)), acting=request.acting, at=at)
    except Refusal as refusal:
        form.show(refusal)
        context = _context(request, row, at) | {"remedy_form": form}
        return render(request, "checks/finding.html", context, status=refusal.status)
    messages.success(request, _("Said; whoever found it looks at it again."))
    return _back(request, row)


@require_POST
@needs(P.INSPECT)
def review(request: StaffRequest, pk: int) -> HttpResponse:
    """The second look."""
    row, at = _seen(request, pk), clock.now()
    policies.check_reviews(row, request.acting)
    given = cleaned(forms.ReviewForm(request.POST))
    services.review(row, Judged(**given, file=one_file(request, at)), acting=request.acting, at=at)
    return _back(request, row)


@require_POST
@needs(P.INSPECT, P.SUPERVISE)
def order(request: StaffRequest, pk: int) -> HttpResponse:
    """A supervision order."""
    row = _seen(request, pk)
    given = cleaned(forms.OrderForm(request.POST))
    services.order(row, given["words"], given["answer_by"], acting=request.acting, at=clock.now())
    return _back(request, row)


@require_POST
@needs(*READS)
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """The unit answers the order."""
    row = found_in(found.visible(request.acting), pk)
    order = found.standing_order(row)
    if order is not None:
        check_fresh(order, request)
    given = cleaned(forms.AnswerForm(request.POST))
    services.answer_order(row, given["words"], acting=request.acting, at=clock.now())
    return _back(request, row)


@require_safe
@needs(*READS)
def photo(request: StaffRequest, of: str, pk: int) -> HttpResponseBase:
    """A photo or paper of a check, for whoever may see the check."""
    file = _file(request, of, pk)
    if file is None:
        raise Http404
    return serving.respond(file, small="small" in request.GET and file.is_picture)


def _file(request: StaffRequest, of: str, pk: int) -> File | None:
    acting = request.acting
    if of == "marks":
        seen = Q(inspection__in=inspections.visible(acting)) | Q(recheck__checker=acting.user)
        return found_in(Mark.objects.filter(seen).select_related("file"), pk).file
    rows = Remedy.objects.filter(finding__in=found.visible(acting)).select_related("file", "review__file")
    if of == "remedies":
        return found_in(rows, pk).file
    if of == "reviews":
        return found_in(rows.filter(review__isnull=False), pk).review.file
    if of == "visits":
        return found_in(Visit.objects.filter(pk__in=inspections.visits(acting)).select_related("file"), pk).file
    raise Http404


def _seen(request: StaffRequest, pk: int) -> Finding:
    row = found_in(found.visible(request.acting), pk)
    check_fresh(row, request)
    return row


def _back(request: StaffRequest, row: Finding) -> HttpResponse:
    return lead_to(reverse("checks:finding", args=[row.pk]), request)
