"""What was resolved: taken down, carried out, listed."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, lead_to
from firstdesk.common.refusals import Refusal, at_field
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.meetings import access, forms, policies, services
from firstdesk.meetings.models import AgendaItem, Meeting, Resolution
from firstdesk.meetings.selectors import resolutions
from firstdesk.meetings.states import Turn
from firstdesk.meetings.views.assembling import lines_for, resolution_form, shown

PAGE = 30
LISTS = {"mine": resolutions.mine, "open": resolutions.open_, "settled": resolutions.settled}


@require_safe
@needs(*access.READS)
def listing(request: StaffRequest) -> HttpResponse:
    """Mine, all that are open, those that are done."""
    at, which = clock.now(), request.GET.get("which", "open")
    which = which if which in LISTS else "open"
    page = Paginator(LISTS[which](request.acting), PAGE).get_page(request.GET.get("page"))
    lines = lines_for(list(page.object_list), request.acting, at)
    counts = {name: rows(request.acting).count() for name, rows in LISTS.items()}
    context = {"page": page, "lines": lines, "which": which, "counts": counts, "at": at}
    return render(
        request, "meetings/resolutions.html", context | {"tab": "resolutions", "words_form": forms.WordsForm()}
    )


@require_POST
@needs(*access.READS)
def resolve(request: StaffRequest, pk: int) -> HttpResponse:
    """One more; refused, the page shows the form as it was sent."""
    meeting, at = access.seen(request, pk), clock.now()
    form = resolution_form(meeting, at, request.POST)
    if form.is_valid():
        try:
            new = form.new(item=_item(meeting, request.POST.get("item", "")))
            services.resolve(meeting, new, by=request.acting.actor, at=at)
            return lead_to(_page(pk), request)
        except Refusal as refusal:
            form.show(refusal)
    context = shown(access.read_meeting(request.acting, pk), request, at) | {"resolution_form": form}
    return render(request, "meetings/meeting.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*access.READS)
def amend(request: StaffRequest, pk: int, no: int) -> HttpResponse:
    """Reword it before the minutes are signed."""
    at = clock.now()
    meeting = (access.seen if request.method == "POST" else access.conducted)(request, pk)
    row = _row(meeting, no)
    form = resolution_form(meeting, at, request.POST if request.method == "POST" else None)
    standing = {"text": row.text, "unit": row.unit_id, "person": row.person_id, "due_on": row.due_on}
    form.initial = {**form.initial, **standing}
    if request.method == "POST" and form.is_valid():
        try:
            services.amend(row, form.new(), by=request.acting.actor, at=at)
            return SeeOther(_page(pk))
        except Refusal as refusal:
            form.show(refusal)
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/amend.html", {"meeting": meeting, "row": row, "form": form}, status=status)


@require_POST
@needs(*access.READS)
def strike(request: StaffRequest, pk: int, no: int) -> HttpResponse:
    """Not resolved so after all."""
    meeting = access.seen(request, pk)
    services.strike_resolution(_row(meeting, no), by=request.acting.actor, at=clock.now())
    return lead_to(_page(pk), request)


@require_POST
@needs(*access.READS)
def carry(request: StaffRequest, pk: int) -> HttpResponse:
    """How far it is, that it is done, that it is not after all, that a later meeting drops it: by the button pressed."""
    row, said = access.seen_resolution(request, pk), request.POST.get("turn", "")
    if said not in Turn:
        raise at_field("turn", _("Choose one of the list."))
    policies.check_carries(row, Turn(said), request.acting)
    words = cleaned(forms.WordsForm(request.POST))["words"]
    services.carry(row, Turn(said), words, by=request.acting.actor, at=clock.now())
    return lead_to(_after(request), request)


def _item(meeting: Meeting, no: str) -> AgendaItem | None:
    return AgendaItem.objects.filter(meeting=meeting, no=int(no)).first() if no.isdecimal() and len(no) < 6 else None


def _row(meeting: Meeting, no: int) -> Resolution:
    found = Resolution.objects.filter(meeting=meeting, no=no).select_related("unit", "person").first()
    if found is None:
        raise Http404
    found.meeting = meeting
    return found


def _page(pk: int) -> str:
    return reverse("meetings:meeting", args=[pk]) + "#resolutions"


def _after(request: StaffRequest) -> str:
    """Back to where the form stood: the meeting it was on the agenda of, its own, or the list."""
    back = request.POST.get("back", "")
    return _page(int(back)) if back.isdecimal() and len(back) < 18 else reverse("meetings:resolutions") + "?which=mine"
