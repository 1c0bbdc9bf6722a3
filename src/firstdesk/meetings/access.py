"""How a page or form finds its meeting."""

from django.http import Http404

from firstdesk.directory.access import StaffRequest
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.meetings import policies
from firstdesk.meetings.models import Meeting, Resolution
from firstdesk.meetings.selectors import lists

READS = (Permission.READ_OWN, Permission.READ_SUBTREE, Permission.CONVENE)


def read_meeting(acting: Acting, pk: int) -> Meeting:
    """The meeting, where the person may see it. Raises Http404."""
    meeting = lists.visible(acting).filter(pk=pk).first()
    if meeting is None:
        raise Http404
    return meeting


def conducted(request: StaffRequest, pk: int) -> Meeting:
    """The meeting of a form, for somebody who conducts it. Raises Http404, NotAllowed."""
    meeting = read_meeting(request.acting, pk)
    policies.check_conducts(meeting, request.acting)
    return meeting


def seen(request: StaffRequest, pk: int) -> Meeting:
    """The same, unchanged since the page was made (`seen` holds its edition). Raises Conflict."""
    meeting = conducted(request, pk)
    policies.check_seen(meeting.edition, request.POST.get("seen", ""))
    return meeting


def seen_resolution(request: StaffRequest, pk: int) -> Resolution:
    """A resolution of a visible meeting, unchanged since the page was made. Raises Http404, Conflict."""
    rows = Resolution.objects.select_related("meeting__centre", "meeting__chair", "meeting__recorder", "unit", "person")
    row = rows.filter(pk=pk, meeting__in=lists.visible(request.acting).values("pk")).first()
    if row is None:
        raise Http404
    policies.check_seen(row.edition, request.POST.get("seen", ""))
    return row
