"""The charter of an organisation: clause by clause, how it is fulfilled here."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstdesk.common import clock
from firstdesk.common.http import SeeOther
from firstdesk.common.policy import reason_not
from firstdesk.directory import policies, ports, services
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.forms import CharterForm
from firstdesk.directory.models import CharterItem, Unit, UnitKind
from firstdesk.directory.views.shared import done


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def charter(request: StaffRequest, code: str) -> HttpResponse:
    """Everybody reads it; whoever answers for the organisation confirms it."""
    at = clock.now()
    unit = get_object_or_404(Unit, code=code, kind=UnitKind.CENTRE)
    sent = CharterForm(request.POST or None, auto_id="id_sent_%s")
    if request.method == "POST":
        policies.check_keep_charter(request.acting, unit)
        by = request.acting.actor
        if done(
            sent, lambda values: services.confirm_charter(unit=unit, item=services.CharterText(**values), by=by, at=at)
        ):
            messages.success(request, _("Confirmed: %(clause)s") % {"clause": sent.cleaned_data["clause"]})
            return SeeOther(f"{request.path}#{sent.cleaned_data['clause']}")
    context = _shown(unit, at, sent) | {
        "may_keep": reason_not(policies.check_keep_charter, request.acting, unit) is None
    }
    return render(request, "directory/charter.html", context, status=422 if sent.is_bound else 200)


def _shown(unit: Unit, at: datetime, sent: CharterForm) -> dict[str, object]:
    rows = _rows(unit, at, sent)
    confirmed = sum(1 for row in rows if row["item"])
    return {"unit": unit, "rows": rows, "confirmed": confirmed, "today": clock.local(at).date()}


def _rows(unit: Unit, at: datetime, sent: CharterForm) -> list[dict[str, object]]:
    items = {item.clause: item for item in CharterItem.objects.filter(unit=unit).select_related("confirmed_by")}
    return [
        {
            "clause": clause,
            "item": items.get(clause.clause),
            "form": sent if sent.is_bound and sent.data.get("clause") == clause.clause else _form(clause.clause, items),
        }
        for clause in ports.get().charter(unit.centre_kind, at)
    ]


def _form(clause: str, items: dict[str, CharterItem]) -> CharterForm:
    item = items.get(clause)
    before = {"text": item.text, "reference": item.reference, "review_on": item.review_on} if item else {}
    return CharterForm(initial={"clause": clause, **before}, auto_id=f"id_{clause}_%s")
