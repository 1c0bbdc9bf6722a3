"""A recording is kept without what stands around the sound: titles, comments, the place it was made at."""

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from firstdesk.files.workshop.main import Refused

TALK = frozenset({b"udta", b"meta", b"uuid"})  # boxes of an MPEG-4 file that say things about it
NESTS = frozenset({b"moov", b"trak", b"mdia", b"minf"})  # boxes in which such boxes stand


def work(order: Mapping[str, Any]) -> dict[str, object]:
    """Writes `source` without its talk into `target`."""
    data = Path(str(order["source"])).read_bytes()
    clean = {"mp3": _mp3, "m4a": _m4a, "wav": _wav}[str(order["kind"])](data)
    Path(str(order["target"])).write_bytes(clean)
    return {}


def _mp3(data: bytes) -> bytes:
    """From the first frame on: ID3 tags before and behind, and whatever else surrounds the frames, go."""
    start = 0
    while data[start : start + 3] == b"ID3":
        size = data[start + 6 : start + 10]
        if len(size) < 4 or any(byte & 0x80 for byte in size):
            raise Refused("broken")
        start += 10 + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3])
    kept, at = bytearray(), start
    while (length := _frame(data, at)) and at + length <= len(data):
        kept += data[at : at + length]
        at += length
    if at - start < 3 * 24:  # fewer than three frames are no recording
        raise Refused("broken")
    return bytes(kept)


_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_BITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


def _frame(data: bytes, at: int) -> int:
    """The length of the frame that begins here; 0 where none does."""
    head = data[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, bits, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or bits in (0, 15) or rate == 3:
        return 0
    kilobits = (_BITS_1 if version == 3 else _BITS_2)[bits]
    samples = 144 if version == 3 else 72
    return samples * kilobits * 1000 // _RATES[version][rate] + (head[2] >> 1 & 1)


def _wav(data: bytes) -> bytes:
    """Only the two chunks that are the sound."""
    kept: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data) and len(kept) < 2:
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if name in {b"fmt ", b"data"}:
            kept[name] = data[at + 8 : at + 8 + size]
        at += 8 + size + (size & 1)
    if b"fmt " not in kept or not kept.get(b"data") or len(kept[b"fmt "]) < 16:
        raise Refused("broken")
    body = b"WAVE" + b"".join(_chunk(name, kept[name]) for name in (b"fmt ", b"data"))
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) & 1)


def _m4a(data: bytes) -> bytes:
    """What talks is blanked where it stands, so that no offset in the file moves. A film is refused: this is for sound."""
    out = bytearray(data)
    found = _blank(out, 0, len(out), 0)
    if b"moov" not in found or b"mdat" not in found:
        raise Refused("broken")
    if b"vide" in found:
        raise Refused("film")
    return bytes(out)


def _blank(data: bytearray, at: int, end: int, depth: int) -> set[bytes]:
    found: set[bytes] = set()
    while at + 8 <= end:
        size, name = struct.unpack_from(">I", data, at)[0], bytes(data[at + 4 : at + 8])
        head = 8
        if size == 1 and at + 16 <= end:
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end or depth > 6:
            raise Refused("broken")
        found.add(name)
        if name in TALK:
            data[at + 4 : at + 8] = b"free"
            data[at + head : at + size] = bytes(size - head)
        elif name == b"hdlr":
            found.add(bytes(data[at + head + 8 : at + head + 12]))
        elif name in NESTS:
            found |= _blank(data, at + head, at + size, depth + 1)
        at += size
    if at != end and depth == 0:
        del data[at:]  # a rest that is no box: something hidden behind the sound
    return found
