"""Accepted kinds of file, recognised by their first bytes. Names and browser claims are ignored."""

from django.db import models
from django.utils.translation import gettext_lazy as _

HEAD = 64  # bytes that are enough to tell


class Kind(models.TextChoices):
    JPEG = "jpeg", _("JPEG picture")
    PNG = "png", _("PNG picture")
    WEBP = "webp", _("WebP picture")
    PDF = "pdf", _("PDF document")
    MP3 = "mp3", _("MP3 recording")
    M4A = "m4a", _("M4A recording")
    WAV = "wav", _("WAV recording")


PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
SOUNDS = frozenset({Kind.MP3, Kind.M4A, Kind.WAV})
SUFFIX = {
    Kind.JPEG: ".jpg", Kind.PNG: ".png", Kind.WEBP: ".webp", Kind.PDF: ".pdf", Kind.MP3: ".mp3", Kind.M4A: ".m4a",
    Kind.WAV: ".wav",
}  # fmt: skip
MIME = {
    Kind.JPEG: "image/jpeg", Kind.PNG: "image/png", Kind.WEBP: "image/webp", Kind.PDF: "application/pdf",
    Kind.MP3: "audio/mpeg", Kind.M4A: "audio/mp4", Kind.WAV: "audio/wav",
}  # fmt: skip
ACCEPT = ",".join([*MIME.values(), *SUFFIX.values(), ".jpeg", "image/heic", ".heic", ".heif"])
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
_M4A = (b"M4A ", b"M4B ", b"mp42", b"isom", b"iso2", b"mp41", b"dash")


def kind_of(head: bytes) -> Kind | None:
    """The kind the content is stored as; None for anything not accepted. HEIC is stored as JPEG."""
    found = None
    if head.startswith(b"\xff\xd8\xff"):
        found = Kind.JPEG
    elif head.startswith(b"\x89PNG\r\n\x1a\n"):
        found = Kind.PNG
    elif head.startswith(b"%PDF-"):
        found = Kind.PDF
    elif head[:4] == b"RIFF":
        found = {b"WEBP": Kind.WEBP, b"WAVE": Kind.WAV}.get(head[8:12])
    elif head[4:8] == b"ftyp":
        found = Kind.JPEG if head[8:12] in _HEIC else Kind.M4A if head[8:12] in _M4A else None
    elif head.startswith(b"ID3") or _is_mp3_frame(head):
        found = Kind.MP3
    return found


def _is_mp3_frame(head: bytes) -> bool:
    """A frame of MPEG audio, layer III, with a bit rate and a sampling rate that exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[2] >> 4 not in (0, 15) and head[2] >> 2 & 3 != 3
