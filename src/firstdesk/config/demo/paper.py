"""Pictures and papers of the demonstration: drawn here, so that nobody's photograph is needed."""

import struct
import zlib
from collections.abc import Callable
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from firstdesk.config.demo.life import Life
from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.models import Referral
from firstdesk.files import services as files
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Belonging

WIDTH, HEIGHT = 480, 320
Colour = tuple[int, int, int]
CAPTIONS = {"wall.png": "渗水处", "road.png": "路面", "night.png": "夜间现场", "note.pdf": "书面材料"}
RESULT = "done.png"


def _wall(x: int, y: int) -> Colour:
    """Bricks, and a stain that grows downwards."""
    row = y // 32
    joint = y % 32 < 3 or (x + 40 * (row % 2)) % 80 < 3
    stain = (x - 300) ** 2 / 6 + (y - 120) ** 2 < 9000 + 30 * y
    red, green, blue = (150, 140, 130) if joint else (176 - row * 3, 96, 70)
    return (red * 5 // 9, green * 5 // 9, blue * 6 // 9) if stain else (red, green, blue)


def _road(x: int, y: int) -> Colour:
    """A road that narrows, with a hole in it."""
    if y < 110:
        return (150, 190, 220)
    edge = 40 + (HEIGHT - y) * 2 // 3
    if (x - 260) ** 2 / 4 + (y - 230) ** 2 < 900:
        return (38, 34, 32)
    if abs(x - 240) < 4 and y // 18 % 2:
        return (230, 228, 220)
    return (104, 104, 108) if edge < x < WIDTH - edge else (112, 140, 84)


def _night(x: int, y: int) -> Colour:
    """A street at night, one lamp of three out."""
    light = min(abs(x - 90), abs(x - 390))
    glow = max(0, 150 - light - abs(y - 90) // 2)
    window = 60 < x % 120 < 84 and 150 < y < 186 and (x // 120) % 2
    return (220, 190, 110) if window else (16 + glow, 18 + glow * 8 // 9, 34 + glow // 2)


def _done(x: int, y: int) -> Colour:
    """The same wall, dry and painted."""
    row = y // 32
    joint = y % 32 < 3 or (x + 40 * (row % 2)) % 80 < 3
    return (226, 222, 214) if joint else (206 - row, 198, 184)


DRAWN: dict[str, Callable[[int, int], Colour]] = {
    "wall.png": _wall, "road.png": _road, "night.png": _night, "done.png": _done,
}  # fmt: skip


def picture(draw: Callable[[int, int], Colour]) -> bytes:
    """A PNG of what a function says about each point."""
    rows = b"".join(b"\0" + bytes(part for x in range(WIDTH) for part in draw(x, y)) for y in range(HEIGHT))
    head = struct.pack(">2I5B", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 6)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def paper() -> bytes:
    """A PDF of one page with a few lines."""
    lines = b"BT /F1 14 Tf 60 760 Td 22 TL (Demonstration paper) Tj T* (Invented: leads nowhere.) Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(lines), lines),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj%b endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + tail


class Papers:
    """Hands pictures in with a report, and with a result; each is kept once, whoever shows it."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self._kept: dict[str, File] = {}

    def draw(self, at: datetime) -> None:
        """Keep them all, before anybody hands one in."""
        for name in (*CAPTIONS, RESULT):
            content, kind = _content(name)
            upload = SimpleUploadedFile(name, content, kind)
            self._kept[name] = files.store(upload, by=Actor.system("setup"), at=at)

    def with_report(self, matter: Matter, by: Actor, at: datetime) -> None:
        """Some people have a picture of it."""
        if self.life.rng.random() < 0.16:
            name = self.life.rng.choice(sorted(CAPTIONS))
            belonging = Belonging(caption=CAPTIONS[name])
            matters.attach(matter, [self._kept[name]], to=belonging, by=by, at=at)

    def with_result(self, referral: Referral, by: Actor, at: datetime) -> None:
        """Some units show what they did."""
        if self.life.rng.random() < 0.25:
            dispatch.attach_proof(referral, [self._kept[RESULT]], by=by, at=at)


def _content(name: str) -> tuple[bytes, str]:
    return (paper(), "application/pdf") if name.endswith(".pdf") else (picture(DRAWN[name]), "image/png")
