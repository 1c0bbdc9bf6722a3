"""Pages of classification: the queue, one matter's decision with its route as it is typed, and what is put beside it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from firstdesk.common import clock
from firstdesk.common.forms import Form
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import Conflict, Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.matters.access import seen_matter
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import get_visible
from firstdesk.triage import forms, services
from firstdesk.triage.selectors import pages
from firstdesk.triage.selectors.routes import is_director


@require_GET
@needs(Permission.TRIAGE, Permission.DECIDE)
def queue(request: StaffRequest) -> HttpResponse:
    """What waits to be classified, the oldest promise first."""
    return render(request, "triage/queue.html", {"matters": pages.waiting(request.acting)[:200], "at": clock.now()})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TRIAGE, Permission.DECIDE)
def decide(request: StaffRequest, number: str) -> HttpResponse:
    """Judge a matter; the route is shown as it is typed, and taken on POST."""
    matter = seen_matter(request, number)
    again = pages.may_reclassify(matter, request.acting)
    form = _form(request, matter, again)
    if form.is_bound and form.is_valid():
        verb = services.reclassify if again else services.decide
        try:
            decision = verb(matter, form.judged, by=request.acting.actor, at=clock.now())
        except Refusal as refusal:
            _refused(form, matter, refusal)
        else:
            where = decision.target_unit.name if decision.target_unit else matter.responsible_unit.name
            messages.success(request, _("Classified and routed: %(unit)s.") % {"unit": where})
            return _back(matter)
    context = {"matter": matter, "form": form, "again": again, "escalation": forms.ReasonForm()}
    context |= _preview(request, matter, form) | {"seen": _seen(request, matter)}
    context |= {"suggested": pages.suggested(matter, clock.now())}
    return render(request, "triage/decide.html", context, status=422 if form.errors else 200)


def _seen(request: StaffRequest, matter: Matter) -> str:
    """What the page was true for, kept while its form is put right."""
    return request.POST.get("seen", "") or matter.changed_at.isoformat()


def _refused(form: forms.DecideForm, matter: Matter, refusal: Refusal) -> None:
    if isinstance(refusal, Conflict):
        raise refusal
    matter.refresh_from_db()  # what was rolled back is not shown as done
    form.show(refusal)


def _form(request: StaffRequest, matter: Matter, again: bool) -> forms.DecideForm:
    data = request.POST if request.method == "POST" else None
    initial = forms.as_it_stands(matter) | _taken_over(request, matter)
    is_mine = is_director(request.acting.actor)
    return forms.DecideForm(data, matter=matter, is_director=is_mine, again=again, initial=initial)


def _taken_over(request: StaffRequest, matter: Matter) -> dict[str, str]:
    """Without JavaScript, a link fills in what is suggested; the officer still decides."""
    found = pages.suggested(matter, clock.now()) if "suggested" in request.GET else None
    return {name: each.value for name, each in found.fields} if found else {}


def _preview(request: StaffRequest, matter: Matter, form: forms.DecideForm) -> dict[str, object]:
    """Where it would go, and what is to be gone through with such a matter."""
    typed = form.data if form.is_bound else form.initial
    facts = {name: str(typed.get(name, "")).partition(".")[0] for name in ("nature", "topic", "urgency")}
    lists = pages.checklists(matter, facts, form.ticked)
    if not form.is_bound or not form.is_valid():
        return {"preview": None, "checklists": lists, "form_id": "decide"}
    preview = pages.preview(matter, form.judged, request.acting)
    return {"preview": preview, "checklists": lists, "form_id": "decide"}


@require_GET
@needs(Permission.TRIAGE, Permission.DECIDE)
def preview(request: StaffRequest, number: str) -> HttpResponse:
    """The route of what is typed so far; nothing is written."""
    matter = get_visible(number, request.acting)
    form = forms.DecideForm(request.GET, matter=matter, is_director=is_director(request.acting.actor))
    return render(request, "triage/_route.html", _preview(request, matter, form))


@require_POST
@needs(Permission.TRIAGE, Permission.DECIDE)
def escalate(request: StaffRequest, number: str) -> HttpResponse:
    """Bring a matter to the director."""
    matter = seen_matter(request, number)
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        services.escalate(matter, reason=form.cleaned_data["reason"], by=request.acting.actor, at=clock.now())
        return _back(matter)
    return _again(request, matter, form, _("Bring to the director"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TRIAGE)
def verify(request: StaffRequest, number: str) -> HttpResponse:
    """Note how reported information was checked."""
    matter = seen_matter(request, number)
    form = forms.VerifyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data | {"is_true": form.cleaned_data["is_true"] == "yes"}
        services.verify(matter, **values, by=request.acting.actor, at=clock.now())
        return _back(matter)
    return _again(request, matter, form, _("Note the check"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TRIAGE)
def hazard(request: StaffRequest, number: str) -> HttpResponse:
    """File the form of a major dispute."""
    matter = seen_matter(request, number)
    form = forms.HazardForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        services.file_hazard_form(matter, form.hazard, by=request.acting.actor, at=clock.now())
        return _back(matter)
    return _again(request, matter, form, _("File the form of a major dispute"))


def _again(request: StaffRequest, matter: Matter, form: Form, title: str) -> HttpResponse:
    context = {"matter": matter, "form": form, "title": title, "seen": _seen(request, matter)}
    return render(request, "triage/note.html", context, status=422 if form.errors else 200)


def _back(matter: Matter) -> HttpResponse:
    return SeeOther(reverse("workbench:matter", args=[matter.number]))
