"""What was taken down, persons masked; and a person's data, shown whole once, for a purpose that is noted."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from firstdesk.common import clock
from firstdesk.common.http import fragment_or_page
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.intake import forms, policies, selectors, services
from firstdesk.matters.selectors import get_visible


@require_GET
@needs(Permission.READ_OWN, Permission.READ_SUBTREE)
def report(request: StaffRequest, number: str) -> HttpResponse:
    """The report of a matter, also as a part of other contexts' pages."""
    matter = get_visible(number, request.acting)
    panel = selectors.panel(matter, request.acting)
    if panel is None:
        raise Http404
    return fragment_or_page(request, "intake/report.html", "intake/_panel.html", panel)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REVEAL)
def reveal(request: StaffRequest, number: str, pk: int) -> HttpResponse:
    """GET asks what it is needed for; POST notes it and shows the data, which is never cached."""
    matter = get_visible(number, request.acting)
    policies.check_reveal(request.acting, matter)
    party = selectors.get_party(matter, pk)
    form = forms.RevealForm(request.POST if request.method == "POST" else None)
    shown = None
    if form.is_bound and form.is_valid():
        purpose = form.cleaned_data["purpose"]
        shown = services.reveal_party(party, purpose=purpose, by=request.acting.actor, at=clock.now())
    context = {"matter": matter, "party": party, "masked": selectors.masked(party), "shown": shown, "form": form}
    template = "intake/_person.html" if request.htmx else "intake/person.html"
    response = render(request, template, context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
