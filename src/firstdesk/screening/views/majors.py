"""Major disputes: their list, one of them, the form of a new one."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import SeeOther, lead_to
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory import selectors as directory
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.ledger.services import draft_for, note_reading
from firstdesk.matters.access import seen_matter
from firstdesk.matters.selectors import get_visible
from firstdesk.regulations import selectors as regulations
from firstdesk.screening import forms, policies, services
from firstdesk.screening.models import Major
from firstdesk.screening.selectors import majors as found
from firstdesk.screening.services import Registration
from firstdesk.screening.views.shared import base_of, check_fresh, issued

P = Permission
READS = (P.READ_OWN, P.READ_SUBTREE)
WRITES = tuple(sorted(policies.REPORTS))
PAGE = 30


@require_safe
@needs(*READS)
def listing(request: StaffRequest) -> HttpResponse:
    """Those this person may read; parties are on the page of each alone."""
    page = Paginator(found.visible(request.acting), PAGE).get_page(request.GET.get("page"))
    lines = [(each, found.kind_name(each)) for each in page.object_list]
    return render(request, "screening/majors.html", {"page": page, "lines": lines, "at": clock.now(), "tab": "majors"})


@require_safe
@needs(*READS)
def major(request: StaffRequest, form: str) -> HttpResponse:
    """One of them, whole; that it was read is noted."""
    row = readable(request, form)
    request.after_read.append(lambda: note_reading_of(row, request))
    return render(
        request,
        "screening/major.html",
        {
            "major": row,
            "issued": issued(row.paper),
            "kind": found.kind_name(row),
            "progresses": found.progresses(row),
            "clocks": found.clocks(row),
            "at": clock.now(),
            "leads": policies.leads_major(row, request.acting),
            "answers": policies.answers_major(row, request.acting),
            "form": forms.WordsForm(),
            "tab": "majors",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*WRITES)
def register(request: StaffRequest, number: str) -> HttpResponse:
    """The registration form: asked for, and sent."""
    at = clock.now()
    matter = seen_matter(request, number) if request.method == "POST" else get_visible(number, request.acting)
    people = directory.members_of(matter.centre, at)
    kinds = regulations.topic_choices(regulations.current(at))
    given = (
        {"data": request.POST} if request.method == "POST" else {"initial": found.prefilled(matter, clock.local(at))}
    )
    form = forms.MajorForm(**given, kinds=kinds, people=people)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            filled = Registration(**form.cleaned_data)
            case, base = found.case_of(matter), base_of(request)
            row = services.register(matter, filled, case=case, base=base, by=request.acting.actor, at=at)
            return SeeOther(reverse("screening:major", args=[row.number]))
        except Refusal as refusal:
            form.show(refusal)
    return render(request, "screening/register.html", {"form": form, "matter": matter, "tab": "majors"}, status=status)


@require_POST
@needs(*WRITES)
def note(request: StaffRequest, form: str) -> HttpResponse:
    """How it goes on."""
    row = readable(request, form)
    policies.check_leads(row, request.acting)
    check_fresh(row, request)
    services.note(row, cleaned(forms.WordsForm(request.POST))["words"], by=request.acting.actor, at=clock.now())
    return _back(request, row)


@require_POST
@needs(P.DECIDE)
def take_up(request: StaffRequest, form: str) -> HttpResponse:
    """The superior takes it up."""
    row = readable(request, form)
    policies.check_answers(row, request.acting)
    check_fresh(row, request)
    services.take_up(row, cleaned(forms.WordsForm(request.POST))["words"], by=request.acting.actor, at=clock.now())
    return _back(request, row)


@require_POST
@needs(*WRITES)
def settle(request: StaffRequest, form: str) -> HttpResponse:
    """Settled, or handed on."""
    row = readable(request, form)
    policies.check_leads(row, request.acting)
    check_fresh(row, request)
    words = cleaned(forms.WordsForm(request.POST))["words"]
    services.settle(row, words, base=base_of(request), by=request.acting.actor, at=clock.now())
    return _back(request, row)


def readable(request: StaffRequest, form: str) -> Major:
    """One that this person may read. Raises Http404 and NotAllowed."""
    row = (
        Major.objects.select_related("matter", "case", "centre", "superior", "leader", "paper")
        .filter(number=form)
        .first()
    )
    if row is None:
        raise Http404
    if not policies.reads_major(row, request.acting):
        raise NotAllowed(_("Only who reports a major dispute and who decides about it read it."))
    return row


def note_reading_of(row: Major, request: StaffRequest) -> None:
    """That somebody read it, with whom it names."""
    about = draft_for(row, "personal.read", chain=row.ledger_chain, by=request.acting.actor, at=clock.now())
    note_reading(about=about, purpose="screening", fields=["parties"])


def _back(request: StaffRequest, row: Major) -> HttpResponse:
    return lead_to(reverse("screening:major", args=[row.number]), request)
