"""What the pages of checks have in common."""

from datetime import datetime
from typing import TypeVar

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from firstdesk.checks.states import EVENT
from firstdesk.common.refusals import at_field
from firstdesk.directory.access import StaffRequest
from firstdesk.directory.roles import Permission
from firstdesk.files import services as files
from firstdesk.files.models import File
from firstdesk.ledger.telling import Recorded, check_seen

P = Permission
READS = (P.READ_OWN, P.READ_SUBTREE, P.INSPECT)
PAGE = 30
Row = TypeVar("Row", bound=models.Model)


def found_in(rows: models.QuerySet[Row], pk: int) -> Row:
    """The row where this person may see it, else 404."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def check_fresh(row: Recorded, request: StaffRequest) -> None:
    """Raises Conflict with what was done meanwhile where the form was sent from an older page."""
    check_seen(row, request.POST.get("seen", ""), EVENT)


def one_file(request: StaffRequest, at: datetime) -> File | None:
    """The one file that was sent, kept. Raises Refusal where there were more: none is dropped silently."""
    sent = request.FILES.getlist("files")
    if len(sent) > 1:
        raise at_field("files", _("One file goes with this. Choose the one that shows it best."))
    return files.store_one(next(iter(sent), None), by=request.acting.actor, at=at)
