"""What the pages of dispatch have in common: the matter as the page had it, and where to go next."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.directory.access import StaffRequest
from firstdesk.dispatch import forms, policies
from firstdesk.dispatch.models import Service, Task, Turnout
from firstdesk.matters.selectors import get_visible

LISTS = {"turnouts": "dispatch:turnouts", "tasks": "dispatch:tasks"}


def turnout_of(request: StaffRequest, number: str, pk: int) -> Turnout:
    """One unit's way to the place, as the page had it: what others did with the matter meanwhile does not matter."""
    matter = get_visible(number, request.acting)
    found = get_object_or_404(Turnout.objects.select_related("unit"), pk=pk, matter=matter)
    found.matter = matter
    policies.check_row_seen(matter, found.changed_at, request.POST.get("seen", ""))
    return found


def task_of(request: StaffRequest, number: str, pk: int) -> Task:
    """One task, as the page had it."""
    matter = get_visible(number, request.acting)
    found = get_object_or_404(Task.objects.select_related("unit", "from_unit", "asked_by"), pk=pk, matter=matter)
    found.matter = matter
    policies.check_row_seen(matter, found.changed_at, request.POST.get("seen", ""))
    return found


def service_of(request: StaffRequest, number: str, pk: int) -> Service:
    """One service, as the page had it."""
    matter = get_visible(number, request.acting)
    found = get_object_or_404(Service, pk=pk, matter=matter)
    found.matter = matter
    policies.check_row_seen(matter, found.changed_at, request.POST.get("seen", ""))
    return found


def reason_in(request: StaffRequest) -> str:
    """Why, as it was written."""
    return str(cleaned(forms.Reason(request.POST))["reason"])


def moved(request: StaffRequest, number: str) -> HttpResponse:
    """The matter has changed: its whole page is new, or the list from which it was tapped."""
    back = LISTS.get(request.POST.get("back", ""))
    return lead_to(reverse(back) if back else reverse("workbench:matter", args=[number]), request)
