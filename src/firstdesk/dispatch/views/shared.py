"""What the pages of dispatch have in common: the matter as the page had it, and where to go next."""

from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.directory.access import StaffRequest
from firstdesk.dispatch import forms
from firstdesk.dispatch.models import Service, Task, Turnout
from firstdesk.matters.policies import check_row_seen
from firstdesk.matters.selectors import get_visible

Row = TypeVar("Row", Turnout, Task, Service)
UNITS = {Turnout: ("unit",), Task: ("unit", "from_unit", "asked_by"), Service: ()}
LISTS = {"turnouts": "dispatch:turnouts", "tasks": "dispatch:tasks"}


def row_of(model: type[Row], request: StaffRequest, number: str, pk: int) -> Row:
    """One unit's way, task or service, as the page had it: what others did with the matter meanwhile does not matter."""
    matter = get_visible(number, request.acting)
    found = get_object_or_404(model._default_manager.select_related(*UNITS[model]), pk=pk, matter=matter)
    found.matter = matter
    check_row_seen(matter, found.changed_at, request.POST.get("seen", ""))
    return found


def reason_in(request: StaffRequest) -> str:
    """Why, as it was written."""
    return str(cleaned(forms.Reason(request.POST))["reason"])


def moved(request: StaffRequest, number: str, said: str = "") -> HttpResponse:
    """The matter has changed: its whole page is new, or the list from which it was tapped; what was done is said there."""
    if said:
        messages.success(request, said)
    back = LISTS.get(request.POST.get("back", ""))
    return lead_to(reverse(back) if back else reverse("workbench:matter", args=[number]), request)
