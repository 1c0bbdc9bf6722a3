"""Pages of the regulations: what is written, and what the product makes of it. Every signed-in person may read them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstdesk.common import clock
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.regulations import selectors


@require_safe
@needs()
def index(request: StaffRequest) -> HttpResponse:
    """The regulations, each with how much of it the product carries."""
    return render(request, "regulations/index.html", {"rulebook": selectors.current(clock.now())})


@require_safe
@needs()
def regulation(request: StaffRequest, code: str) -> HttpResponse:
    """One regulation, clause by clause."""
    return render(request, "regulations/index.html", {"rulebook": selectors.current(clock.now())})


@require_safe
@needs()
def clause(request: StaffRequest, clause_id: str) -> HttpResponse:
    """One clause and what carries it."""
    return render(request, "regulations/index.html", {"rulebook": selectors.current(clock.now())})


@require_safe
@needs()
def rule(request: StaffRequest, rule_id: str) -> HttpResponse:
    """One rule in words, beside its clauses, with its worked examples."""
    return render(request, "regulations/index.html", {"rulebook": selectors.current(clock.now())})


@require_safe
@needs()
def conflicts(request: StaffRequest) -> HttpResponse:
    """Where the sources disagree, and how that is settled."""
    return render(request, "regulations/index.html", {"rulebook": selectors.current(clock.now())})


@require_safe
@needs()
def versions(request: StaffRequest) -> HttpResponse:
    """Every rulebook that was ever loaded."""
    return render(request, "regulations/index.html", {"rulebook": selectors.current(clock.now())})


@require_safe
@needs()
def compare(request: StaffRequest) -> HttpResponse:
    """What one version changed against another."""
    return render(request, "regulations/index.html", {"rulebook": selectors.current(clock.now())})
