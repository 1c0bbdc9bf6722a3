"""What the pages of screening have in common."""

from firstdesk.directory.access import StaffRequest
from firstdesk.files import codes
from firstdesk.files.models import File, Issued
from firstdesk.ledger.telling import Recorded, check_seen
from firstdesk.screening.states import EVENT


def check_fresh(row: Recorded, request: StaffRequest) -> None:
    """Raises Conflict with what was done meanwhile where the form was sent from an older page."""
    check_seen(row, request.POST.get("seen", ""), EVENT)


def base_of(request: StaffRequest) -> str:
    """Where this installation is found, as the reader's own page says it."""
    return request.build_absolute_uri("/")


def issued(paper: File | None) -> dict[str, str] | None:
    """The code under which a paper that left can be checked, and as it stands on it."""
    found = Issued.objects.filter(sha256=paper.sha256).first() if paper else None
    return {"code": found.code, "printed_code": codes.shown(found.code)} if found else None
