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
    """The bytes that are hashed: the columns as PostgreSQL's COPY writes them with our separator, NULL as empty text.

    So a verifier can hash a whole ledger as it streams out of the database, without taking lines apart, and no text
    can pretend to be two columns: a separator inside a text is escaped.
    """
    return SEPARATOR.join(map(_column, parts)).encode()


def _column(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _timestamp(value)
    return str(value).translate(_ESCAPES)


_ESCAPES = str.maketrans(
    {"\\": r"\\", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\v": r"\v"}
    | {SEPARATOR: "\\" + SEPARATOR}
)


def _timestamp(value: datetime) -> str:
    """As PostgreSQL shows a moment in UTC: microseconds without trailing zeros."""
    moment = value.astimezone(UTC)
    fraction = f".{moment.microsecond:06d}".rstrip("0") if moment.microsecond else ""
    return f"{moment:%Y-%m-%d %H:%M:%S}{fraction}+00"


def seal(salt: str, words: str) -> str:
    """What stands for words under a hash: it holds when they are erased, and tells whether they were changed."""
    return hashlib.sha256((salt + words).encode()).hexdigest()


def link(prev_hash: bytes, content: bytes) -> bytes:
    """The hash of an entry: SHA-256 over the hash before it and its own content."""
    return hashlib.sha256(prev_hash + content).digest()
