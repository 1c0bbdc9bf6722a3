"""A3 sheets: content as plain values, typeset by a template."""

from django.utils.translation import gettext as _

from firstdesk.common.clock import midnight
from firstdesk.common.language import lang, words
from firstdesk.directory.selectors import supervision_phone
from firstdesk.files import documents
from firstdesk.rulebook.book import Rulebook
from firstdesk.wall.selectors.lines import groups
from firstdesk.wall.selectors.sheet import Sheet, lines

TEMPLATE = "wall/documents/sheet.typ"


def made(book: Rulebook, sheet: Sheet, address: str) -> bytes:
    """The PDF. The same rules give the same bytes."""
    moment = midnight(book.in_force_from)
    return documents.render(TEMPLATE, data(book, sheet, address), at=moment)


def data(book: Rulebook, sheet: Sheet, address: str) -> dict[str, object]:
    """Everything printed on the sheets."""
    regulation = sheet.regulation
    phone, whose = supervision_phone(sheet.centre)
    return {
        "lang": lang(),
        "centre": sheet.centre.name,
        "title": words(regulation.title),
        "issuer": words(regulation.issuer),
        "version": _("Rules %(version)s, in force from %(day)s")
        % {"version": sheet.mark, "day": book.in_force_from.isoformat()},
        "phone": _("Supervision telephone %(phone)s") % {"phone": f"{phone} {whose}".strip()},
        "scan": _("Scan: is this sheet current, and how well is it kept this month?"),
        "page": _("Page {page} of {pages}"),
        "words": {
            "planned": _("Planned: not yet part of this system."),
            "checklist": _("Checked on site"),
            "why": _("Not done here:"),
            "instead": _("Instead:"),
            "owner": _("Whose it is"),
        },
        "qr": documents.qr(address),
        "address": address,
        "groups": [
            {"title": group.title, "lines": [lines(line) for line in group.lines]}
            for group in groups(book.version, regulation.code)
        ],
    }
