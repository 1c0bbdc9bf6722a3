"""Pages of the regulations: what is written, and what the product makes of it. Whoever works here may read them."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstdesk.common import clock
from firstdesk.common.http import fragment_or_page
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.regulations import forms, labels, selectors
from firstdesk.regulations.selectors import browse, rules
from firstdesk.regulations.selectors import versions as stored
from firstdesk.regulations.selectors.examples import Trial, examples, trial
from firstdesk.regulations.selectors.procedures import procedure_words
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import AGREED, DeadlineRule, ProcedureRule, Rule

T = TypeVar("T")


@require_safe
@needs()
def index(request: StaffRequest) -> HttpResponse:
    """The regulations, each with how much of it the product carries."""
    rulebook = selectors.current(clock.now())
    centre = request.acting.centre
    adopted = rulebook.centre(centre.centre_kind).adopts if centre else ()
    context = {
        "rulebook": rulebook,
        "cards": browse.cards(rulebook),
        "total": browse.covered(rulebook.version).total,
        "own": adopted[:1],
        "statuses": [(code, label, labels.STATUS_HELP[code]) for code, label in labels.STATUS.items()],
    }
    return render(request, "regulations/index.html", context)


@require_safe
@needs()
def regulation(request: StaffRequest, code: str) -> HttpResponse:
    """One regulation, clause by clause; the list alone for htmx."""
    rulebook = selectors.current(clock.now())
    found = _or_404(rulebook.regulations, code)
    form = forms.FindForm(request.GET, capabilities=browse.capabilities(rulebook, found))
    chapters = browse.chapters(rulebook, found, form.search)
    context = {
        "regulation": found,
        "card": next(card for card in browse.cards(rulebook) if card.regulation is found),
        "form": form,
        "chapters": chapters,
        "count": sum(len(chapter.lines) for chapter in chapters),
        "rules": browse.rules_of(rulebook, found),
    }
    return fragment_or_page(request, "regulations/regulation.html", "regulations/_clauses.html", context)


@require_safe
@needs()
def clause(request: StaffRequest, clause_id: str) -> HttpResponse:
    """One clause and what carries it."""
    rulebook = selectors.current(clock.now())
    found = _or_404(rulebook.clauses, clause_id)
    context = {
        "line": browse.line(rulebook, found),
        "regulation": rulebook.regulations[found.regulation],
        "conflicts": browse.conflicts_of(rulebook, clause=found.id),
    }
    return render(request, "regulations/clause.html", context)


@require_safe
@needs()
def rule(request: StaffRequest, rule_id: str) -> HttpResponse:
    """One rule in words, beside its clauses, with its worked examples; a trial count alone for htmx."""
    at = clock.now()
    rulebook = selectors.current(at)
    found = _or_404(rulebook.rules, rule_id)
    form, counted = _trial(request, rulebook, found, at)
    context = {
        "rule": found,
        "page": rules.about(rulebook, found, clock.local(at).date()),
        "procedure": procedure_words(rulebook, found) if isinstance(found, ProcedureRule) else None,
        "examples": examples(rulebook, found),
        "form": form,
        "trial": counted,
    }
    return fragment_or_page(request, "regulations/rule.html", "regulations/_trial.html", context)


def _trial(
    request: StaffRequest, rulebook: Rulebook, found: Rule, at: datetime
) -> tuple[forms.TrialForm | None, Trial | None]:
    """The form of a time limit, and the count once a moment was given."""
    if not isinstance(found, DeadlineRule):
        return None, None
    asked = request.GET if "start" in request.GET else None
    agrees = any(limit.unit == AGREED for limit in found.limits)
    with_fields = {"with_pause": bool(found.pause), "with_agreed": agrees}
    form = forms.TrialForm(asked, **with_fields, initial={"start": clock.local(at)})
    if not form.is_valid():
        return form, None
    given = form.cleaned_data
    pauses = ((given["pause_from"], given["pause_until"]),) if given.get("pause_from") else ()
    try:
        return form, trial(rulebook, found, given["start"], pauses, given.get("agreed"))
    except Refusal as refusal:
        form.show(refusal)
        return form, None


@require_safe
@needs()
def conflicts(request: StaffRequest) -> HttpResponse:
    """Where the sources disagree, and how that is settled."""
    rulebook = selectors.current(clock.now())
    return render(request, "regulations/conflicts.html", {"conflicts": browse.conflict_lines(rulebook)})


@require_safe
@needs()
def versions(request: StaffRequest) -> HttpResponse:
    """Every rulebook that was ever loaded, and which one holds now."""
    loaded = stored.loaded()
    context = {
        "versions": loaded,
        "current": selectors.current_version(clock.now()),
        "form": forms.CompareForm(versions=loaded, initial=stored.latest_two(loaded)),
    }
    return render(request, "regulations/versions.html", context)


@require_safe
@needs()
def compare(request: StaffRequest) -> HttpResponse:
    """What one version changed against another."""
    form = forms.CompareForm(request.GET, versions=stored.loaded())
    comparison = stored.compare(**form.cleaned_data) if form.is_valid() else None
    status = 200 if comparison else 422
    return render(request, "regulations/compare.html", {"form": form, "comparison": comparison}, status=status)


def _or_404(known: Mapping[str, T], name: str) -> T:
    if name not in known:
        raise Http404(name)
    return known[name]
