"""Serving stored files. The caller has decided that the person may have it."""

from django.http import FileResponse, Http404

from firstdesk.files import shelf
from firstdesk.files.kinds import MIME, Kind
from firstdesk.files.models import File

# Even opened by itself a file runs nothing, loads nothing and belongs to no page.
SANDBOX = (
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)


def respond(file: File | None, *, small: bool = False, name: str = "") -> FileResponse:
    """The bytes under headers that let them be nothing else. Pictures open in the page, all else is saved.

    Raises Http404 where the file was erased when its time was over, or its bytes are gone, as after a restore without them.
    """
    if file is None:
        raise Http404
    try:
        content = shelf.open_file(file.sha256, small=small)
    except FileNotFoundError as error:
        raise Http404 from error
    headers = {
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=600" if small else "private, no-store",
        "Referrer-Policy": "no-referrer",
    }
    kind = MIME[Kind(file.kind)]
    return FileResponse(
        content, as_attachment=not file.is_picture, filename=name or file.name, content_type=kind, headers=headers
    )
