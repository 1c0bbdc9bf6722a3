"""Pages of recurring duties: the list, and one duty with its proofs."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import fragment_or_page, lead_to
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.files import services as files
from firstdesk.files import serving
from firstdesk.files.models import File
from firstdesk.ledger.telling import check_seen
from firstdesk.obligations import forms, policies, services
from firstdesk.obligations.models import Occurrence, Proof
from firstdesk.obligations.selectors import lists, page
from firstdesk.obligations.states import EVENT

P = Permission
READS = (P.READ_OWN, P.READ_SUBTREE)
PAGE = 30


@require_safe
@needs(*READS)
def listing(request: StaffRequest) -> HttpResponse:
    """What recurs: mine, my unit's, everybody's; due, late, done."""
    at, acting = clock.now(), request.acting
    whose, which = request.GET.get("whose", "all"), request.GET.get("which", "open")
    shown = Paginator(lists.found(acting, at, whose, which), PAGE).get_page(request.GET.get("page"))
    in_groups = which not in dict(lists.WHICH) or which == "open"
    context = {
        "at": at,
        "page": shown,
        "groups": lists.groups(acting, at, whose) if in_groups else [],
        "lines": [] if in_groups else lists.lines(shown.object_list, acting),
        "ways": lists.ways(acting, at, whose, which),
        "may_declare": acting.may(P.DECIDE),
    }
    return fragment_or_page(request, "obligations/duties.html", "obligations/_duties.html", context)


@require_safe
@needs(*READS)
def duty(request: StaffRequest, pk: int) -> HttpResponse:
    """One duty: what it asks for, what is there, what is missing."""
    row, at = _visible(request, pk), clock.now()
    context = {
        "duty": page.whole(row, request.acting, at, answers=policies.answers_for(row, request.acting, at)),
        "may_waive": policies.may_waive(row, request.acting, at),
        "at": at,
        "today": clock.local(at).date(),
        "explain_form": forms.ExplainForm(),
        "waive_form": forms.WaiveForm(),
        "remark_form": forms.RemarkForm(),
    }
    return render(request, "obligations/duty.html", context)


@require_POST
@needs(*READS)
def prove(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand in a proof."""
    row, at = _visible(request, pk), clock.now()
    policies.check_prove(row, request.acting, at)
    check_seen(row, request.POST.get("seen", ""), EVENT)
    given = cleaned(forms.ProofForm(request.POST))
    policies.check_kind(row, given["kind"])
    said = services.ByHand(**given, file=_file(request, at))
    services.prove_by_hand(row, said, by=request.acting.actor, at=at)
    return _back(request, row)


@require_POST
@needs(*READS)
def explain(request: StaffRequest, pk: int) -> HttpResponse:
    """Why it was missed."""
    row = _seen(request, pk)
    words = cleaned(forms.ExplainForm(request.POST))["words"]
    services.explain(row, words=words, by=request.acting, at=clock.now())
    return _back(request, row)


@require_POST
@needs(*READS)
def remark(request: StaffRequest, pk: int) -> HttpResponse:
    """A word about it, from whoever may read it."""
    row = _visible(request, pk)
    words = cleaned(forms.RemarkForm(request.POST))["words"]
    services.remark(row, words=words, by=request.acting, at=clock.now())
    return _back(request, row)


@require_POST
@needs(P.DECIDE, P.SUPERVISE)
def waive(request: StaffRequest, pk: int) -> HttpResponse:
    """It need not be done this time."""
    row = _seen(request, pk)
    reason = cleaned(forms.WaiveForm(request.POST))["reason"]
    services.waive(row, reason=reason, by=request.acting, at=clock.now())
    return _back(request, row)


@require_safe
@needs(*READS)
def proof(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The photo or paper of a proof, for whoever may see its duty."""
    rows = Occurrence.objects.visible_to(request.acting)
    found = Proof.objects.filter(pk=pk, occurrence__in=rows).select_related("file").first()
    if found is None or found.file is None:
        raise Http404
    return serving.respond(found.file, small="small" in request.GET and found.file.is_picture)


def _file(request: StaffRequest, at: datetime) -> File | None:
    sent = request.FILES.getlist("files")[:1]
    return files.store_one(next(iter(sent), None), by=request.acting.actor, at=at)


def _visible(request: StaffRequest, pk: int) -> Occurrence:
    row = page.visible(request.acting, pk)
    if row is None:
        raise Http404
    return row


def _seen(request: StaffRequest, pk: int) -> Occurrence:
    """The duty as the page showed it; what was done meanwhile is said."""
    row = _visible(request, pk)
    check_seen(row, request.POST.get("seen", ""), EVENT)
    return row


def _back(request: StaffRequest, row: Occurrence) -> HttpResponse:
    messages.success(request, _("Noted."))
    return lead_to(reverse("obligations:duty", args=[row.pk]), request)
