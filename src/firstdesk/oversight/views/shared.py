"""What every form of the panel does first and last."""

from django.http import HttpResponse
from django.urls import reverse

from firstdesk.common.http import lead_to
from firstdesk.directory.access import StaffRequest


def back(request: StaffRequest, number: str) -> HttpResponse:
    """The page of the matter, whole: what was said may stand in several of its panels."""
    return lead_to(reverse("workbench:matter", args=[number]), request)
