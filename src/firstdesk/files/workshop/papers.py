"""A PDF is kept as it is, so it is taken only where it is one from the first byte to the last, and does nothing by itself."""

import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from firstdesk.files.workshop.main import Refused

# What a document that is only to be read never needs: programs, other files inside it, films.
ACTS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|XFA)(?![A-Za-z0-9])")
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"stream\r?\n")
TOP = 256 << 20  # bytes of all that is unpacked: a bomb is refused, not followed
ENDS = b"\r\n\t \0"


def work(order: Mapping[str, Any]) -> dict[str, object]:
    """Copies `source` to `target` where nothing speaks against it."""
    data = Path(str(order["source"])).read_bytes()
    last = data.rfind(b"%%EOF")
    if last < 0 or data[last + 5 :].strip(ENDS) or b"startxref" not in data[max(0, last - 64) : last]:
        raise Refused("broken")
    for text in (data, *_packed(data)):
        plain = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)
        if LOCKED.search(plain):
            raise Refused("locked")
        if ACTS.search(plain):
            raise Refused("acts")
    Path(str(order["target"])).write_bytes(data)
    return {}


def _packed(data: bytes) -> Iterator[bytes]:
    """The unpacked object streams, in which names can hide. Pictures and pages are only measured."""
    unpacked = 0
    for found in STREAM.finditer(data):
        head = data[max(0, found.start() - 1024) : found.start()]
        head = head[head.rfind(b"obj") :]
        if b"FlateDecode" not in head and b"/Fl" not in head:
            continue
        end = data.find(b"endstream", found.end())
        text = _unpacked(data[found.end() : end if end > 0 else None], TOP - unpacked)
        unpacked += len(text)
        if unpacked >= TOP:
            raise Refused("too_big")
        if b"ObjStm" in ESCAPED.sub(lambda each: bytes([int(each[1], 16)]), head):
            yield text


def _unpacked(data: bytes, at_most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, max(1, at_most))
    except zlib.error:
        return b""
