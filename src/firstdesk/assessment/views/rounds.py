"""Assessments: their list, a new one, one of them."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from firstdesk.assessment import forms, policies, services
from firstdesk.assessment.selectors import rules
from firstdesk.assessment.selectors import sheets as found
from firstdesk.assessment.views.shared import About, filled_in
from firstdesk.common import clock
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission

P = Permission
PAGE = 30
NEW = About(
    _("Open an assessment"), _("Method, indicators and period are settled now; the figures are counted once and kept."),
    _("Count and open"), "rounds",
)  # fmt: skip


@require_safe
@needs()
def listing(request: StaffRequest) -> HttpResponse:
    """Assessments around this person, newest first."""
    acting = request.acting
    page = Paginator(found.rounds(acting), PAGE).get_page(request.GET.get("page"))
    tally = found.tally(acting, list(page.object_list))
    lines = [(each, *tally.get(each.pk, (0, 0))) for each in page.object_list]
    may_open = acting.centre is not None and found.assesses(acting, acting.centre.pk)
    return render(
        request, "assessment/rounds.html", {"page": page, "lines": lines, "may_open": may_open, "tab": "rounds"}
    )


def _form(centre: Unit, request: StaffRequest) -> forms.RoundForm:
    at = clock.now()
    lists = {"indicators": rules.indicator_choices(centre, at), "dimensions": rules.dimensions(centre, at)}
    return forms.RoundForm(
        request.POST or None, lists=lists, units=found.units_around(centre), posts=found.posts_at(centre)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.ASSESS)
def new(request: StaffRequest) -> HttpResponse:
    """Open an assessment; its figures are counted and kept at once."""
    centre = policies.check_opens(request.acting)
    form = _form(centre, request)

    def act() -> str:
        given = dict(form.cleaned_data)
        units, posts = list(given.pop("units")), list(given.pop("posts"))
        new = services.NewRound(**given)
        made = services.open_round(centre, new, units, posts, by=request.acting.actor, at=clock.now())
        return reverse("assessment:round", args=[made.pk])

    return filled_in(request, NEW, form, act)


@require_safe
@needs()
def round_(request: StaffRequest, pk: int) -> HttpResponse:
    """One assessment: method, indicators with their formulas, units side by side by name, posts without any comparison."""
    row = found.rounds(request.acting).filter(pk=pk).first()
    if row is None:
        raise Http404
    sheets = list(found.sheets(request.acting).filter(round=row))
    units = [(each, {line.rule.id: line for line in rules.lines(each)}) for each in sheets if each.person_id is None]
    indicators = [rules.rule_of(row, each) for each in row.indicators]
    of_units = [each for each in indicators if rules.fits(each, False)]
    context = {
        "round": row, "indicators": indicators, "of_units": of_units,
        "units": [(sheet, [told.get(rule.id) for rule in of_units]) for sheet, told in units],
        "people": [each for each in sheets if each.person_id is not None], "tab": "rounds",
    }  # fmt: skip
    return render(request, "assessment/round.html", context)
