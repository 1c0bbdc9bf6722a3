"""Documents as PDF: a Typst template of the context that owns it, and data. The same record gives the same bytes."""

import base64
import io
from collections.abc import Mapping
from datetime import datetime

import segno
from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal
from firstdesk.files import workshop

PACKAGE = workshop.SOURCE / "firstdesk"
PDF, PNG = "pdf", "png"


class Unavailable(Refusal):
    """The document cannot be made just now."""

    status = 503


def render(template: str, data: Mapping[str, object], *, at: datetime, form: str = PDF, ppi: int = 110) -> bytes:
    """Set `<context>/documents/<name>.typ` with data of plain values. `at` is the moment of the record, not of printing,
    so that nothing changes between two copies."""
    order = {
        "template": str(PACKAGE / template),
        "root": str(PACKAGE),
        "fonts": str(settings.VENDOR_DIR / "fonts"),
        "data": dict(data),
        "moment": int(at.timestamp()),
        "format": form,
        "ppi": ppi,
    }
    try:
        return base64.b64decode(workshop.call("typesetting", order)["made"])
    except workshop.Broken as broken:
        raise Unavailable(
            _("The document could not be made. Print this page instead, and tell the administrator.")
        ) from broken


def qr(text: str) -> str:
    """A QR code as SVG, for a template to place."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, border=0, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()


def respond(made: bytes, name: str) -> HttpResponse:
    """A PDF as an answer: shown by the browser, under a name to save it by, kept by no cache."""
    headers = {
        "Content-Disposition": content_disposition_header(False, name) or "inline",
        "Content-Security-Policy": "sandbox allow-scripts allow-same-origin; default-src 'none'; style-src 'unsafe-inline'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(made, content_type="application/pdf", headers=headers)
