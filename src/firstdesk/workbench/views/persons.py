"""Matters in which a person gave a number: asked with a purpose, by POST alone, and noted."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from firstdesk.common import clock
from firstdesk.common.refusals import Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.workbench import forms, services
from firstdesk.workbench.selectors.rows import Row


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REVEAL)
def persons(request: StaffRequest) -> HttpResponse:
    """GET asks for the number and the purpose; POST notes them and shows what was found, which is never cached."""
    form = forms.PersonForm(request.POST if request.method == "POST" else None)
    at = clock.now()
    rows: tuple[Row, ...] | None = None
    if form.is_bound and form.is_valid():
        try:
            rows = services.look_up(services.PersonQuestion(**form.cleaned_data), by=request.acting, at=at)
        except Refusal as refusal:
            form.show(refusal)
    status = 422 if form.errors else 200
    response = render(request, "workbench/persons.html", {"form": form, "rows": rows, "at": at}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
