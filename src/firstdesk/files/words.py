"""Papers as .docx, for offices that edit before anybody signs. What is signed is the PDF."""

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings

from firstdesk.files import documents, workshop
from firstdesk.files.blocks import Block

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OWN = "templates"  # in the data directory: an installation's own templates, by the path of ours


def paper(sheet: documents.Sheet, blocks: Sequence[Block]) -> bytes:
    """An official paper from blocks, as .docx."""
    return _made("", {"sheet": documents.official(sheet), "blocks": [each.as_data() for each in blocks]})


def render_docx(template: str, data: Mapping[str, object]) -> bytes:
    """Fill `<context>/documents/<name>.docx`, or the installation's own `<data dir>/templates/<context>/…` where it has one.

    Raises documents.Unavailable.
    """
    own = Path(settings.DATA_DIR) / OWN / template
    return _made(str(own if own.is_file() else documents.PACKAGE / template), data)


def _made(template: str, data: Mapping[str, object]) -> bytes:
    try:
        return base64.b64decode(workshop.call("words", {"template": template, "data": dict(data)})["made"])
    except workshop.Broken as broken:
        raise documents.unavailable(broken) from broken
