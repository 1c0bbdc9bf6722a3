"""Mediation is asked for: what it is about, and who disputes, in one form, without JavaScript too."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.matters.access import named_matter, seen_matter
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import get_visible
from firstdesk.mediation import forms
from firstdesk.mediation.services import case as verbs
from firstdesk.mediation.services.case import NewParty
from firstdesk.regulations import selectors as regulations

P = Permission
APPLIES = (P.MEDIATE, P.TRIAGE, P.HANDLE, P.DECIDE)
ROWS, MOST = 2, 12


@dataclass(frozen=True)
class Sheet:
    """The form as it was sent: the application, and a row for each party."""

    form: forms.ApplicationForm
    parties: list[forms.PartyForm]

    def is_valid(self) -> bool:
        """All of it; a row left empty is no party."""
        return all([self.form.is_valid(), *(row.is_valid() for row in self.filled())])

    def filled(self) -> list[forms.PartyForm]:
        """The rows with anything in them."""
        return [row for row in self.parties if any(row.data.get(row.add_prefix(name)) for name in ("name", "phone"))]

    def application(self) -> verbs.Application:
        """What was entered, for the verb."""
        parties: list[NewParty] = [row.party() for row in self.filled()]
        return verbs.Application(**self.form.cleaned_data, parties=parties)


@require_safe
@needs(*APPLIES)
def new(request: StaffRequest) -> HttpResponse:
    """Where a case begins: on a matter that is there, or by taking a report first."""
    number = request.GET.get("matter", "").strip()
    if not number:
        return render(request, "mediation/case/new.html", {"number": "", "may_register": _may(request)})
    try:
        matter = named_matter(number, request.acting, "matter")
    except Refusal as refusal:
        context = {"number": number, "refusal": refusal, "may_register": _may(request)}
        return render(request, "mediation/case/new.html", context, status=422)
    return SeeOther(reverse("mediation:apply", args=[matter.number]))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*APPLIES)
def apply(request: StaffRequest, number: str) -> HttpResponse:
    """Ask for mediation of a matter: the form, and what was sent in it."""
    if request.method != "POST":
        matter = get_visible(number, request.acting)
        return _shown(request, matter, _fresh(matter))
    matter, sheet = seen_matter(request, number), _sent(request)
    if "more" in request.POST:
        return _shown(request, matter, sheet)
    if sheet.is_valid():
        try:
            case = verbs.apply(matter, sheet.application(), by=request.acting.actor, at=clock.now())
            return SeeOther(reverse("mediation:case", args=[case.number]))
        except (Conflict, NotAllowed):
            raise
        except Refusal as refusal:
            sheet.form.show(refusal)
    return _shown(request, matter, sheet, status=422)


def _fresh(matter: Matter) -> Sheet:
    rows = [forms.PartyForm(prefix=f"p{no}", initial={"side": no}) for no in range(1, ROWS + 1)]
    return Sheet(forms.ApplicationForm(initial={"kind": matter.topic, "source": "matter"}, kinds=_kinds()), rows)


def _sent(request: StaffRequest) -> Sheet:
    given = request.POST.get("rows", "")
    rows = min(int(given), MOST) if given.isdecimal() else ROWS
    if "more" in request.POST:
        rows = min(rows + 1, MOST)
    parties = [forms.PartyForm(request.POST, prefix=f"p{no}") for no in range(1, rows + 1)]
    return Sheet(forms.ApplicationForm(request.POST, kinds=_kinds()), parties)


def _shown(request: StaffRequest, matter: Matter, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    context = {
        "form": sheet.form,
        "rows": sheet.parties,
        "count": len(sheet.parties),
        "is_most": len(sheet.parties) >= MOST,
        "matter": matter,
        "is_quiet": "more" in request.POST,  # asked for a row: nothing is wrong yet
    }
    return render(request, "mediation/case/apply.html", context, status=status)


def _may(request: StaffRequest) -> bool:
    return request.acting.may(P.REGISTER)


def _kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    return regulations.topic_choices(regulations.current(clock.now()))
