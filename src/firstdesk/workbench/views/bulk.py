"""One verb on many matters of the list: what for is asked first, then each says how it went."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from firstdesk.common import clock
from firstdesk.directory import selectors as directory
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.workbench import forms, services

P = Permission


@require_POST
@needs(P.ASSIGN, P.REFER, P.SUPERVISE, P.TRIAGE, P.DECIDE)
def bulk(request: StaffRequest) -> HttpResponse:
    """First the form for the chosen verb, with the chosen matters; sent, the result for each of them."""
    at, verb = clock.now(), request.POST.get("verb", "")
    items = [services.Item(*each.partition("~")[::2]) for each in request.POST.getlist("item")]
    services.check_bulk(items, verb, request.acting)
    people = directory.members_of(request.acting.unit, at) if verb == "assign" else []
    is_sent = request.POST.get("step") == "do"
    form = forms.BulkForm(request.POST if is_sent else None, verb=verb, people=people)
    shown = {"form": form, "verb": verb, "label": services.VERBS[verb][0], "items": items}
    if not is_sent or not form.is_valid():
        return render(request, "workbench/bulk.html", shown, status=422 if is_sent else 200)
    task = services.Task(verb, **form.cleaned_data)
    outcomes = services.carry_out(items, task, by=request.acting, at=at)
    refused = [each for each in outcomes if each.refusal]
    return render(request, "workbench/bulk_done.html", shown | {"outcomes": outcomes, "refused": refused})
