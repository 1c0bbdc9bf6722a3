"""A resident's request: text, files, perhaps a solved sum. A refusal loses nothing typed and no file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from firstdesk.common.http import form_secret
from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import Unit
from firstdesk.files import limits
from firstdesk.files import services as files
from firstdesk.files.models import File
from firstdesk.intake import services as intake
from firstdesk.intake.services.web import PORTAL
from firstdesk.matters.models import Matter
from firstdesk.portal import challenge, throttle
from firstdesk.portal.challenge import Challenge
from firstdesk.portal.forms import AskForm

KEPT, KEPT_FOR = "portal.kept", 20 * 3600  # seconds; less than what nothing points to is kept
HARD, SPAN = 60, 600  # times a form is sent from one address in so many seconds
MEBIBYTES = 120  # handed in from one address in that time


@dataclass
class Sheet:
    """What surrounds the fields of the form: its secret, files held already, the sum asked."""

    once: str
    files: list[File] = field(default_factory=list)
    challenge: Challenge | None = None
    status: int = 200

    @property
    def kept(self) -> str:
        """The held files, signed, for the form to send back."""
        return signing.dumps([file.pk for file in self.files], salt=KEPT) if self.files else ""


def sheet_of(request: HttpRequest) -> Sheet:
    """The sheet as sent, or a fresh one."""
    return Sheet(form_secret(request), _held(request.POST.get("kept", "")))


def _held(sealed: str) -> list[File]:
    try:
        keys = signing.loads(sealed, salt=KEPT, max_age=KEPT_FOR) if sealed else []
    except signing.BadSignature:
        return []
    return list(File.objects.filter(pk__in=keys, uploaded_by=None).order_by("pk"))


def take(request: HttpRequest, form: AskForm, sheet: Sheet, centre: Unit, at: datetime) -> Matter | None:
    """Register what was sent; None where the form comes back, with what is missing said on it."""
    try:
        throttle.check(request, "ask", limit=HARD, seconds=SPAN, at=at)
        if not _is_welcome(request, form, sheet, at):
            return None
        sheet.files += receive(request, len(sheet.files), at)
        if form.is_valid():
            matter = _register(form.cleaned_data, sheet, centre, at)
            throttle.note_asked(request, at)
            return matter
    except Refusal as refusal:
        form.is_valid()
        form.show(refusal)
        sheet.status = refusal.status
    sheet.status = max(sheet.status, 422)
    _ask_again(request, sheet, at)
    return None


def _is_welcome(request: HttpRequest, form: AskForm, sheet: Sheet, at: datetime) -> bool:
    """Whether the request may be processed: an address that sends more than people do has to solve a sum first."""
    if not throttle.is_abuse(request, at):
        return True
    if challenge.is_solved(request.POST.get("seal", ""), request.POST.get("answer", "")):
        return True
    form.is_valid()
    wrong = _("That was not it. Another one:") if request.POST.get("answer") else ""
    form.add_error(None, wrong or _("Many requests came from your connection. Solve the small sum below, then send."))
    if request.FILES:
        form.add_error(None, _("Choose the files again, please."))
    sheet.challenge, sheet.status = challenge.ask(), 429
    return False


def _ask_again(request: HttpRequest, sheet: Sheet, at: datetime) -> None:
    """A sum counts once: whoever solved one and is sent back for something else gets the next with the form."""
    if throttle.is_abuse(request, at):
        sheet.challenge = challenge.ask()


def receive(request: HttpRequest, held: int, at: datetime) -> Sequence[File]:
    """The files of a request, kept. Raises Refusal with the limit passed."""
    uploads = request.FILES.getlist("files")
    if not uploads:
        return []
    limits.check_count(held + len(uploads))
    much = sum(upload.size or 0 for upload in uploads) >> 20
    throttle.check(request, "bytes", limit=MEBIBYTES, seconds=SPAN, at=at, weight=much + 1)
    return files.store_all(uploads, by=PORTAL, at=at)


def _register(given: Mapping[str, Any], sheet: Sheet, centre: Unit, at: datetime) -> Matter:
    report = intake.WebReport(
        centre=centre,
        narrative=given["narrative"],
        place=given["place"],
        occurred_at=given["occurred_at"],
        name=given["name"],
        phone=given["phone"],
        may_contact=bool(given["phone"]),
        once=sheet.once,
        files=tuple(sheet.files[: settings.FILES_AT_ONCE]),
    )
    return intake.register_from_web(report, at=at)
