"""Issued copies, by which anybody holding one can ask whether it is genuine.

Issuing is part of a verb of the issuing context, which writes the ledger entry; nothing here says whom a document is
about."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from firstdesk.files.codes import new_code, shown, typed
from firstdesk.files.models import Issued

__all__ = ["Copy", "ended", "find", "hash_of", "new_code", "row", "shown", "typed"]


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A copy to register: its printed code and the bytes as handed out."""

    code: str
    content: bytes
    kind: str
    number: str
    issuer: str
    is_test: bool = False  # by whose certificate is for trying out


def hash_of(content: bytes) -> str:
    """The hash by which a copy is recognised."""
    return hashlib.sha256(content).hexdigest()


def row(copy: Copy, *, by_id: int | None, at: datetime) -> Issued:
    """The row of a copy; not saved."""
    return Issued(
        code=copy.code, sha256=hash_of(copy.content), kind=copy.kind, number=copy.number, issuer=copy.issuer,
        is_test=copy.is_test,
        issued_at=at, issued_by_id=by_id,
    )  # fmt: skip


def find(*, code: str = "", content: bytes = b"") -> Issued | None:
    """The copy with this code or these bytes; None where there is none."""
    rows = Issued.objects.select_related("successor")
    return rows.filter(code=typed(code)).first() if code else rows.filter(sha256=hash_of(content)).first()


def ended(rows: Iterable[Issued], *, by_id: int | None, at: datetime, successor: Issued | None = None) -> list[Issued]:
    """These copies marked as withdrawn or replaced; not saved."""
    changed = []
    for each in rows:
        each.ended_at, each.ended_by_id, each.successor = at, by_id, successor
        changed.append(each)
    return changed
