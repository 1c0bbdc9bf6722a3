"""The director's board."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from firstdesk.common import clock
from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.insight.selectors import board as boards

P = Permission


@require_GET
@needs(P.READ_FIGURES)
def board(request: StaffRequest) -> HttpResponse:
    """What is late and why, what has lain for long, what came back; each figure leads to its records."""
    if not request.acting.permissions & {P.READ_OWN, P.READ_SUBTREE}:
        raise NotAllowed(_("The board counts what you may read, and from this post you read no matters."))
    at = clock.now()
    return render(request, "insight/board.html", {"at": at, "board": boards.board(request.acting, at)})
