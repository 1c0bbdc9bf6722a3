"""Rendered lines of a wall, cached for readers who see the same until the figures are recounted."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from firstdesk.common import clock
from firstdesk.directory.models import Unit
from firstdesk.rulebook.book import Rulebook
from firstdesk.wall.selectors import page
from firstdesk.wall.selectors import slides as screens
from firstdesk.wall.selectors.page import Reader, Wall

KEPT = 24  # drawings of some hundred kilobytes each
Key = tuple[str, int, str, str, str, bool, datetime | None, date]
_drawings: OrderedDict[Key, tuple[Wall, SafeString]] = OrderedDict()
_slides: OrderedDict[Key, SafeString] = OrderedDict()


@dataclass(frozen=True)
class Asked:
    """What a reader asked for."""

    centre: Unit
    regulation: str
    status: str
    language: str


def lines(book: Rulebook, asked: Asked, at: datetime, reader: Reader) -> tuple[Wall, SafeString]:
    """The wall and its rendered lines. Staff see numbers of their own, so theirs are rendered each time."""
    if not reader.is_public:
        return _draw(book, asked, at, reader)
    regulation = page.chosen(book, asked.centre, asked.regulation).code
    counted_at = getattr(asked.centre, "counted_at", None)
    today = clock.local(at).date()
    key = (book.version, asked.centre.pk, regulation, asked.status, asked.language, reader.is_public, counted_at, today)
    there = _drawings.get(key)
    if there is None:
        there = _drawings[key] = _draw(book, replace(asked, regulation=regulation), at, reader)
        while len(_drawings) > KEPT:
            _drawings.popitem(last=False)
    found, drawing = there
    return replace(found, centre=asked.centre), drawing


def slides(book: Rulebook, asked: Asked, at: datetime, address: str) -> SafeString:
    """The rendered pages of the large screen: of one regulation, or of all the centre adopts, its own first."""
    counted_at = getattr(asked.centre, "counted_at", None)
    today = clock.local(at).date()
    key = (book.version, asked.centre.pk, asked.regulation, "slides", asked.language, True, counted_at, today)
    there = _slides.get(key)
    if there is None:
        adopts = book.centre(asked.centre.centre_kind).adopts
        codes = [asked.regulation] if asked.regulation in adopts else adopts
        walls = [page.wall(book, asked.centre, code, at) for code in codes]
        context = {"rounds": list(screens.rounds(walls)), "counted_at": counted_at, "address": address, "book": book}
        there = _slides[key] = render_to_string("wall/_slides.html", context)
        while len(_slides) > KEPT:
            _slides.popitem(last=False)
    return there


def _draw(book: Rulebook, asked: Asked, at: datetime, reader: Reader) -> tuple[Wall, SafeString]:
    found = page.wall(book, asked.centre, asked.regulation, at, reader, asked.status)
    context = {
        "page": found,
        "reader": reader,
        "centre": asked.centre,
        "here": reverse("wall:clause", args=[asked.centre.code, "-"]).removesuffix("-/"),
    }
    return found, render_to_string("wall/_lines.html", context)
