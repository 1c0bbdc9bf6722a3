"""How an entry becomes a hash. One definition, used when appending and when verifying."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

SEPARATOR = "\x1f"
GENESIS = bytes(32)


def canonical(values: object) -> str:
    """JSON with sorted keys and no blanks; dates as ISO text, decimals as text."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, set, frozenset)):
        return str(value) if isinstance(value, Decimal) else sorted(value)
    return str(value)


def payload(parts: Iterable[object]) -> bytes:
    """The bytes that are hashed: the columns in fixed order, None as empty text, times in UTC with microseconds."""
    return SEPARATOR.join(
        "" if part is None else part if isinstance(part, str) else _text(part) for part in parts
    ).encode()


def _text(value: object) -> str:
    return str(_plain(value)) if isinstance(value, datetime) else str(value)


def link(prev_hash: bytes, content: bytes) -> bytes:
    """The hash of an entry: SHA-256 over the hash before it and its own content."""
    return hashlib.sha256(prev_hash + content).digest()
