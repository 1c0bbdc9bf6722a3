"""Shared by the pages of assessment: pages that consist of one form."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from firstdesk.assessment.states import EVENT
from firstdesk.common.forms import Form
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import Refusal, Text
from firstdesk.directory.access import StaffRequest
from firstdesk.ledger.telling import Recorded, check_seen


def check_fresh(row: Recorded, request: StaffRequest) -> None:
    """Raises Conflict with what was done meanwhile where the form was sent from an older page."""
    check_seen(row, request.POST.get("seen", ""), EVENT)


@dataclass(frozen=True)
class About:
    """What a page that is one form says around it."""

    title: Text
    text: Text
    button: Text
    tab: str = "merits"


def filled_in(request: StaffRequest, about: About, form: Form, act: Callable[[], str]) -> HttpResponse:
    """A page that is one form: empty, refused with what is wrong, or done (`act` does it and says where that is seen)."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return SeeOther(act())
            except Refusal as refusal:
                form.show(refusal)
                status = refusal.status
    return render(request, "assessment/form.html", {"form": form, "about": about}, status=status)
