"""What every form of the panel does first and last."""

from django.http import HttpResponse
from django.urls import reverse

from firstdesk.common.http import lead_to
from firstdesk.directory.access import StaffRequest
from firstdesk.matters.models import Matter
from firstdesk.matters.policies import check_seen
from firstdesk.matters.selectors import get_visible


def seen_matter(request: StaffRequest, number: str) -> Matter:
    """The matter, still as the page had it. Raises Conflict with what changed where it is not."""
    matter = get_visible(number, request.acting)
    check_seen(matter, request.POST.get("seen", ""))
    return matter


def back(request: StaffRequest, number: str) -> HttpResponse:
    """The page of the matter, whole: what was said may stand in several of its panels."""
    return lead_to(reverse("workbench:matter", args=[number]), request)
