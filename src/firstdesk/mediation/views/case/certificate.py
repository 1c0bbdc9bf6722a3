"""What the committee of a centre seals with: brought in, followed by another, its end foreseen."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.http import lead_to
from firstdesk.common.refusals import Conflict, Refusal, at_field
from firstdesk.directory import selectors as directory
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.files import seals
from firstdesk.mediation.forms import CertificateForm
from firstdesk.mediation.selectors import certificate as selectors

P = Permission
LARGEST = 256 * 1024  # a certificate with its chain is a few kilobytes


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.MANAGE_DIRECTORY, P.KEEP_CHARTER)
def certificate(request: StaffRequest) -> HttpResponse:
    """The centre's own, and those before it; a PKCS#12 file with its password brings in the next."""
    centre = directory.centre_of(request.acting.unit)
    if centre is None:
        raise Http404
    if request.method != "POST":
        return _page(request, centre, CertificateForm())
    form = CertificateForm(request.POST, request.FILES)
    try:
        _bring_in(request, centre, form)
    except Conflict:
        raise
    except Refusal as refusal:
        form.show(refusal)
        return _page(request, centre, form, status=422)
    return lead_to(reverse("mediation:certificate"), request)


def _bring_in(request: StaffRequest, centre: Unit, form: CertificateForm) -> None:
    given, at = cleaned(form), clock.now()
    if request.POST.get("seen", "") != selectors.shown(centre, at).seen:
        raise Conflict
    if given["file"].size > LARGEST:
        raise at_field("file", _("This file is too large to be a certificate with its key."))
    by = request.acting.actor
    seals.import_file(centre.pk, given["file"].read(), password=given["password"], by=by, at=at)


def _page(request: StaffRequest, centre: Unit, form: CertificateForm, *, status: int = 200) -> HttpResponse:
    context = {"centre": centre, "form": form, "shown": selectors.shown(centre, clock.now())}
    return render(request, "mediation/case/certificate.html", context, status=status)
