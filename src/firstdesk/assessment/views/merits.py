"""Awards and accountability."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdesk.assessment import forms, policies, services
from firstdesk.assessment.models import Accountability, Award, Sheet
from firstdesk.assessment.selectors import rules
from firstdesk.assessment.selectors import sheets as found
from firstdesk.assessment.views.shared import About, check_fresh, filled_in
from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit, User
from firstdesk.directory.roles import Permission
from firstdesk.regulations import selectors as regulations
from firstdesk.training.selectors import people

P = Permission
PAGE = 30
AWARD = About(
    lazy("Propose an award"), lazy("Somebody else decides. What was outstanding in the year is then reported upward."),
    lazy("Propose it"),
)  # fmt: skip
CHARGE = About(
    lazy("Propose a finding of accountability"),
    lazy("The one concerned is told at once and heard before anything is decided; somebody else decides."),
    lazy("Propose it"),
)


@require_safe
@needs()
def listing(request: StaffRequest) -> HttpResponse:
    """Awards of the centre, and the findings this person may read."""
    acting = request.acting
    awards = Paginator(found.awards(acting), PAGE).get_page(request.GET.get("page"))
    findings = [(each, _ground(each)) for each in found.findings(acting)[:PAGE]]
    may_open = acting.centre is not None and found.assesses(acting, acting.centre.pk)
    context = {
        "page": awards, "findings": findings, "may_open": may_open, "tab": "merits", "form": forms.DecideForm(),
        "awards": [(each, each.state == "proposed" and policies.may_settle(each, acting),
                    each.state == "given" and each.kind == "year" and each.centre_id == acting.unit.pk and may_open)
                   for each in awards.object_list],
    }  # fmt: skip
    return render(request, "assessment/merits.html", context)


def _ground(row: Accountability) -> str:
    return rules.named(regulations.version(row.rulebook_version), row.centre, rules.GROUNDS, row.ground)


def _around(centre: Unit, request: StaffRequest) -> dict[str, object]:
    staff = [each.pk for each in people.staff(centre, clock.now()) if each.pk != request.acting.user.pk]
    return {"units": found.units_around(centre), "people": User.objects.filter(pk__in=staff).order_by("username")}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.ASSESS)
def propose(request: StaffRequest) -> HttpResponse:
    """Propose an award."""
    centre = policies.check_opens(request.acting)
    sheets = Sheet.objects.filter(round__unit=centre, state="final").select_related("round", "unit", "person")
    form = forms.AwardForm(request.POST or None, sheets=sheets, **_around(centre, request))

    def act() -> str:
        services.propose(centre, services.NewAward(**form.cleaned_data), by=request.acting.actor, at=clock.now())
        return reverse("assessment:merits")

    return filled_in(request, AWARD, form, act)


def _award(request: StaffRequest, pk: int) -> Award:
    row = found.awards(request.acting).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@require_POST
@needs(P.DECIDE, P.SUPERVISE)
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    """Give an award or not."""
    row = _award(request, pk)
    policies.check_settle(row, request.acting)
    check_fresh(row, request)
    services.decide(row, **cleaned(forms.DecideForm(request.POST)), by=request.acting.actor, at=clock.now())
    return lead_to(reverse("assessment:merits"), request)


@require_POST
@needs(P.ASSESS)
def report(request: StaffRequest, pk: int) -> HttpResponse:
    """Recommend it to the centre above."""
    row = _award(request, pk)
    policies.check_opens(request.acting)
    check_fresh(row, request)
    services.report(row, by=request.acting.actor, at=clock.now())
    messages.success(request, _("Reported to the centre above."))
    return lead_to(reverse("assessment:merits"), request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.ASSESS)
def charge(request: StaffRequest) -> HttpResponse:
    """Propose a finding of accountability."""
    centre = policies.check_opens(request.acting)
    grounds = rules.grounds(centre, clock.now())
    form = forms.ChargeForm(request.POST or None, grounds=grounds, **_around(centre, request))

    def act() -> str:
        new = services.Charge(**form.cleaned_data)
        made = services.charge(centre, new, by=request.acting.actor, at=clock.now())
        return reverse("assessment:finding", args=[made.pk])

    return filled_in(request, CHARGE, form, act)


def _finding(request: StaffRequest, pk: int) -> Accountability:
    row = found.findings(request.acting).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@require_safe
@needs()
def finding(request: StaffRequest, pk: int) -> HttpResponse:
    """One finding: ground and clause, facts, statement, decision, appeal."""
    row, acting, at = _finding(request, pk), request.acting, clock.now()
    book = regulations.version(row.rulebook_version)
    listing = rules.listing(book, row.centre, rules.GROUNDS, row.ground)
    settles, is_mine = policies.may_settle(row, acting), found.is_concerned(row, acting)
    measures = rules.measures(row.centre, at)
    in_time = row.appeal_until is not None and clock.local(at).date() <= row.appeal_until
    answers = row.state == "appealed" and policies.may_answer(row, acting)
    context = {
        "finding": row, "ground": _ground(row), "listing": listing, "is_mine": is_mine,
        "clauses": [book.clauses[each] for each in listing.clauses] if listing else [],
        "measure": rules.named(book, row.centre, rules.MEASURES, row.measure) if row.measure else "",
        "hear": forms.StatementForm() if row.state == "proposed" and (is_mine or settles) else None,
        "rule": forms.RulingForm(measures=measures) if row.state == "heard" and settles else None,
        "object": forms.WordsForm() if row.state == "told" and is_mine and in_time else None,
        "answer": forms.RulingForm(measures=rules.no_graver(row, at), is_last=True) if answers else None,
        "nobody": row.state == "appealed" and not rules.third(row, at), "tab": "merits",
    }  # fmt: skip
    return render(request, "assessment/finding.html", context)


@require_POST
@needs()
def hear(request: StaffRequest, pk: int) -> HttpResponse:
    """What the one concerned says."""
    row = _finding(request, pk)
    if not found.is_concerned(row, request.acting):
        policies.check_settle(row, request.acting)
    check_fresh(row, request)
    statement = cleaned(forms.StatementForm(request.POST))["statement"]
    services.hear(row, statement, by=request.acting.actor, at=clock.now())
    return lead_to(reverse("assessment:finding", args=[pk]), request)


@require_POST
@needs(P.DECIDE, P.SUPERVISE)
def rule(request: StaffRequest, pk: int) -> HttpResponse:
    """The decision."""
    row, at = _finding(request, pk), clock.now()
    policies.check_settle(row, request.acting)
    check_fresh(row, request)
    given = cleaned(forms.RulingForm(request.POST, measures=rules.measures(row.centre, at)))
    services.rule(row, services.Ruling(**given), by=request.acting.actor, at=at)
    return lead_to(reverse("assessment:finding", args=[pk]), request)


@require_POST
@needs()
def object_to(request: StaffRequest, pk: int) -> HttpResponse:
    """The one concerned appeals."""
    row = _finding(request, pk)
    policies.check_concerned(row, request.acting)
    check_fresh(row, request)
    words = cleaned(forms.WordsForm(request.POST))["words"]
    services.object_to(row, words, by=request.acting.actor, at=clock.now())
    messages.success(request, _("Your appeal is lodged; a third decides it."))
    return lead_to(reverse("assessment:finding", args=[pk]), request)


@require_POST
@needs(P.DECIDE, P.SUPERVISE)
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    """A third decides the appeal."""
    row, at = _finding(request, pk), clock.now()
    policies.check_answers(row, request.acting)
    check_fresh(row, request)
    given = cleaned(forms.RulingForm(request.POST, measures=rules.no_graver(row, at), is_last=True))
    services.settle_objection(row, services.Ruling(**given), by=request.acting.actor, at=at)
    return lead_to(reverse("assessment:finding", args=[pk]), request)
