"""What several pages of the door ask."""

from django.http import Http404

from firstdesk.directory.access import StaffRequest
from firstdesk.directory.models import Unit


def centre_of(request: StaffRequest) -> Unit:
    """The centre the person acts for. Raises Http404 for whoever acts for another kind of unit."""
    if request.acting.centre is None or request.acting.centre.pk != request.acting.unit.pk:
        raise Http404
    return request.acting.centre
