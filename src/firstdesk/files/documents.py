"""Documents as PDF: a Typst template of the context that owns it, and data. The same record gives the same bytes."""

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno
from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from firstdesk.common.refusals import Refusal
from firstdesk.files import codes, workshop
from firstdesk.files.blocks import Block

PACKAGE = workshop.SOURCE / "firstdesk"
PDF, PDFA, PNG = "pdf", "pdf/a", "png"
PAPER = "files/documents/paper.typ"
OWN_FONTS = "fonts"  # in the data directory: what an installation adds, such as a face with the rarest names


class Unavailable(Refusal):
    """The document cannot be made just now."""

    status = 503


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What surrounds the content of an official paper (documents/official.typ)."""

    title: str
    number: str = ""
    copy: int = 0  # which of how many; 0: not numbered
    copies: int = 0
    address: str = ""  # where the copy can be checked; becomes the code at the head
    code: str = ""  # issuing.new_code(): printed below it, for whoever has no camera
    has_seam: bool = False  # a place for the seal across the pages
    mark: str = ""  # across the page: not yet signed, withdrawn


def official(sheet: Sheet) -> dict[str, str]:
    """`data["sheet"]` of a template that shows itself with `official`, in the language that is active."""
    copy = _("Copy %(copy)s of %(copies)s") % {"copy": sheet.copy, "copies": sheet.copies} if sheet.copy else ""
    return {
        "title": sheet.title,
        "number": sheet.number,
        "copy": copy,
        "page": _("Page {page} of {pages}"),
        "qr": qr(sheet.address) if sheet.address else "",
        "scan": _("Scan to check this copy"),
        "code": codes.shown(sheet.code),
        "seam": _("Seal across") if sheet.has_seam else "",
        "mark": sheet.mark,
    }


def paper(sheet: Sheet, blocks: Sequence[Block], *, at: datetime, form: str = PDFA, ppi: int = 110) -> bytes:
    """An official paper from blocks, as PDF."""
    data = {"sheet": official(sheet), "blocks": [each.as_data() for each in blocks]}
    return render(PAPER, data, at=at, form=form, ppi=ppi)


def render(template: str, data: Mapping[str, object], *, at: datetime, form: str = PDF, ppi: int = 110) -> bytes:
    """Typeset `<context>/documents/<name>.typ` with plain values. `at` is the moment of the record, not of printing, so
    that two copies are identical. `form=PDFA` is for what is kept or sealed."""
    order = {
        "template": str(PACKAGE / template),
        "root": str(PACKAGE),
        "fonts": [str(folder) for folder in font_folders()],
        "data": dict(data),
        "moment": int(at.timestamp()),
        "format": form,
        "ppi": ppi,
    }
    try:
        return base64.b64decode(workshop.call("typesetting", order)["made"])
    except workshop.Broken as broken:
        raise unavailable(broken) from broken


def unavailable(broken: workshop.Broken) -> Unavailable:
    """The refusal that says what the workshop could not do."""
    if broken.args[0] == "no_glyph":
        return Unavailable(
            _("No font here has the character “%(text)s”, so the document was not made. Let the administrator put a font "
              "that has it into the folder %(folder)s of the data directory.")
            % {"text": broken.args[1], "folder": OWN_FONTS}
        )  # fmt: skip
    return Unavailable(_("The document could not be made. Print this page instead, and tell the administrator."))


def font_folders() -> list[Path]:
    """Folders of fonts: the product's, then those the installation added."""
    own = Path(settings.DATA_DIR) / OWN_FONTS
    return [settings.FONTS_DIR, own] if own.is_dir() else [settings.FONTS_DIR]


def qr(text: str) -> str:
    """A QR code as SVG, for a template to place."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, border=0, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()


def respond(made: bytes, name: str, *, content_type: str = "application/pdf") -> HttpResponse:
    """A response with a document: shown in the browser where possible, with a file name, never cached."""
    headers = {
        "Content-Disposition": content_disposition_header(content_type != "application/pdf", name) or "inline",
        "Content-Security-Policy": "sandbox allow-scripts allow-same-origin; default-src 'none'; style-src 'unsafe-inline'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(made, content_type=content_type, headers=headers)
