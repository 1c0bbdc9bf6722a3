"""Files to test with, made on the spot: good ones, and ones that pretend."""

import io
import struct
import zlib

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

pillow_heif.register_heif_opener()
LAT, LNG = (25.0, 26.0, 12.34), (119.0, 0.0, 56.78)


def picture(
    form: str = "JPEG", size: tuple[int, int] = (640, 400), *, colour: str = "steelblue", turned: bool = False
) -> bytes:
    """A picture as a telephone writes it: with the place, the camera and a comment, and possibly lying on its side."""
    image = Image.new("RGB", size, colour)
    image.paste("white", (0, 0, size[0] // 4, size[1] // 4))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "SecretPhone", "Model 9"
    exif[0x0112] = 6 if turned else 1
    exif.get_ifd(0x8825).update({1: "N", 2: LAT, 3: "E", 4: LNG})
    out = io.BytesIO()
    more = {"comment": b"secret comment"} if form == "JPEG" else {}
    image.save(out, form, exif=exif.tobytes(), **more)
    return out.getvalue()


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few kilobytes that says, truthfully, that it is gigabytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    row = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", row) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def paper(extra: bytes = b"", *, tail: bytes = b"") -> bytes:
    """A small PDF of one empty page."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + extra + b">>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    ]
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"trailer << /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start + tail


def packed_paper(hidden: bytes) -> bytes:
    """A PDF that hides something in a packed stream of objects."""
    stream = zlib.compress(hidden)
    thing = (
        b"4 0 obj\n<< /Type /ObjStm /Filter /FlateDecode /Length %d >>\nstream\n" % len(stream)
        + stream
        + b"\nendstream\nendobj\n"
    )
    return paper().replace(b"xref\n0 4", thing + b"xref\n0 4", 1)


def wav(*, note: bytes = b"") -> bytes:
    """A moment of silence; `note` is said beside the sound."""
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    said = b"LIST" + struct.pack("<I", len(note)) + note + b"\0" * (len(note) % 2) if note else b""
    sound = b"\x80" * 800
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + said + b"data" + struct.pack("<I", len(sound)) + sound
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3(*, tag: bytes = b"") -> bytes:
    """Ten frames, with an ID3 tag before and another behind."""
    frame = b"\xff\xfb\x90\x00" + b"\0" * 413
    before = b"ID3\x04\0\0" + bytes([0, 0, len(tag) >> 7, len(tag) & 127]) + tag if tag else b""
    return before + frame * 10 + (b"TAG" + tag.ljust(125, b"\0")[:125] if tag else b"")


def m4a(*, said: bytes = b"", handler: bytes = b"soun") -> bytes:
    """The boxes of a recording, with what a telephone says about it."""

    def box(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", 8 + len(content)) + name + content

    kind = box(b"hdlr", bytes(8) + handler + bytes(13))
    moov = box(b"moov", box(b"trak", box(b"mdia", kind)) + box(b"udta", said))
    return box(b"ftyp", b"M4A \0\0\0\0M4A mp42") + moov + box(b"mdat", b"\1" * 200)


def upload(content: bytes, name: str = "照片.jpg", claims: str = "image/jpeg") -> SimpleUploadedFile:
    """As a browser hands it in, claiming what it likes."""
    return SimpleUploadedFile(name, content, content_type=claims)
