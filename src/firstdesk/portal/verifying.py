"""Verification of documents by anybody. What is uploaded is examined and not kept."""

from enum import StrEnum

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from firstdesk.common import clock
from firstdesk.common.refusals import Refusal
from firstdesk.files import issuing, limits, seals
from firstdesk.files.models import Issued
from firstdesk.portal import throttle
from firstdesk.portal.forms import VerifyForm


class Verdict(StrEnum):
    """What can be said of a copy."""

    GENUINE = "genuine"
    WITHDRAWN = "withdrawn"  # or replaced: genuine, but in force no longer
    CHANGED = "changed"  # it carries a seal of ours, and is not what was sealed
    SEALED = "sealed"  # it carries a whole seal of ours, and was never entered
    KNOWN = "known"  # its code is ours; only the file itself can tell whether a copy is
    UNKNOWN = "unknown"


SAYS = {
    Verdict.GENUINE: _("This copy is genuine: it is, byte for byte, the one that was issued."),
    Verdict.WITHDRAWN: _("This copy was issued, but is no longer in force."),
    Verdict.CHANGED: _("This copy has been changed after it was sealed. Do not rely on it."),
    Verdict.SEALED: _("The seal on this copy is whole, but the copy is not in our register. Ask the committee."),
    Verdict.KNOWN: _("A document with this code was issued. Compare it with your paper; send the PDF to be certain."),
    Verdict.UNKNOWN: _("This copy is not known here: it was not issued by us, or not in this form."),
}


@login_not_required
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """By the file, or by the code printed on the paper."""
    is_sent = request.method == "POST"
    form = VerifyForm(request.POST, request.FILES) if is_sent else VerifyForm()
    found: Issued | None = None
    verdict: Verdict | None = None
    if is_sent:
        throttle.check(request, "verify", limit=12, seconds=600, at=clock.now())
        if form.is_valid():
            try:
                verdict, found = _judged(form.cleaned_data["code"], form.cleaned_data["copy"])
            except Refusal as refusal:
                form.show(refusal)
    return _page(request, form, verdict, found, 422 if form.errors else 200)


@login_not_required
@never_cache
@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where the code printed on a paper leads: what it is, and the way to have the file itself checked."""
    verdict, found = _by_code(code)
    return _page(request, VerifyForm(initial={"code": code}), verdict, found, 200 if found else 404)


def _page(
    request: HttpRequest, form: VerifyForm, verdict: Verdict | None, found: Issued | None, status: int
) -> HttpResponse:
    context = {
        "form": form,
        "found": found,
        "verdict": verdict,
        "says": SAYS[verdict] if verdict else "",
        "is_good": verdict in {Verdict.GENUINE, Verdict.KNOWN},
        "code": issuing.shown(found.code) if found else "",
    }
    return render(request, "portal/verify.html", context, status=status)


def _judged(code: str, copy: "UploadedFile[bytes] | None") -> tuple[Verdict, Issued | None]:
    if copy is None:
        return _by_code(code)
    limits.check_size(copy, limits.clean_name(copy.name or ""))
    content = copy.read()
    if found := issuing.find(content=content):
        return (Verdict.GENUINE if found.is_in_force else Verdict.WITHDRAWN), found
    told = seals.check(content)
    if not any(each.is_ours for each in told.seals):
        return Verdict.UNKNOWN, None
    return (Verdict.SEALED if told.valid else Verdict.CHANGED), None


def _by_code(code: str) -> tuple[Verdict, Issued | None]:
    found = issuing.find(code=code)
    if found is None:
        return Verdict.UNKNOWN, None
    return (Verdict.KNOWN if found.is_in_force else Verdict.WITHDRAWN), found
