"""A paper leaves the house: kept by its hash, entered under a code that anybody can ask for at `/verify/`, and sealed where
its unit has a certificate. One way for every context: reports, minutes of meetings, papers of mediation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from firstdesk.files import certificates, issuing, seals, services
from firstdesk.files.models import File, Issued
from firstdesk.ledger.actors import Actor


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """What is about to leave: what the page of its code says of it. Nothing here names a person it is about."""

    title: str
    number: str
    issuer: str
    unit_id: int  # whose certificate seals it
    base: str = ""  # https://…/, as the reader's own page says it; "": as the settings do
    replaces: tuple[str, ...] = ()  # hashes of what it takes the place of
    is_sealed: bool = True  # where the unit has a certificate; False: others sign it first


@dataclass(frozen=True)
class Frame:
    """What a paper says of its own genuineness: to be handed to `documents.Sheet`."""

    code: str = ""
    address: str = ""
    mark: str = ""  # across every sheet, where the unit's certificate is for trying out

    def marked(self, *others: str) -> str:
        """With what else stands across it."""
        return " · ".join(filter(None, [*others, self.mark]))


@dataclass(frozen=True)
class Left:
    """What has left: the kept file, and its row at `/verify/`."""

    file: File
    issued: Issued

    @property
    def columns(self) -> dict[str, Any]:
        """What a context keeps of it in its own row (`models.LeftPaper`)."""
        issued = self.issued
        return {
            "file": self.file, "sha256": issued.sha256, "code": issued.code, "made_at": issued.issued_at,
            "made_by_id": issued.issued_by_id,
        }  # fmt: skip


@transaction.atomic
def leave(paper: Leaving, typeset: Callable[[Frame], bytes], *, by: Actor, at: datetime) -> Left:
    """Set, seal, keep and enter a paper. `typeset` gets the frame and gives PDF/A: it places code and address through
    `documents.Sheet(address=frame.address, code=frame.code, mark=frame.marked())`.

    No entry of the record is written here: the verb it is part of notes `left.file.sha256`. The caller keeps `left.columns`
    in a row of its own (`models.LeftPaper`), and hands it out by `serving.respond`. Raises Refusal where the certificate is over or the paper cannot be set.
    """
    code = issuing.new_code()
    mark = seals.test_mark(paper.unit_id)
    made = typeset(Frame(code, address(code, paper.base), mark))
    if paper.is_sealed:
        made = _sealed(made, paper, at)
    file = services.keep(made, name=f"{paper.title}-{paper.number}.pdf", by=by, at=at)
    copy = issuing.Copy(
        code=code,
        content=made,
        kind=paper.title[:80],
        number=paper.number[:80],
        issuer=paper.issuer,
        is_test=bool(mark),
    )
    issued = services.issue([copy], by=by, at=at)[0]
    if paper.replaces:
        old = Issued.objects.filter(sha256__in=paper.replaces).values_list("code", flat=True)
        services.withdraw(list(old), by=by, at=at, successor=issued)
    return Left(file, issued)


def _sealed(made: bytes, paper: Leaving, at: datetime) -> bytes:
    """Under the unit's seal; of a unit without a certificate as it is: its code and its hash say the same of it."""
    try:
        certificate = certificates.of(paper.unit_id)
    except certificates.NoCertificate:
        return made
    return seals.seal(made, certificate, at=at, reason=paper.title, location=paper.issuer)


def address(code: str, base: str = "") -> str:
    """Where a copy is checked."""
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    home = base or f"{scheme}://{next(iter(settings.ALLOWED_HOSTS), 'localhost')}/"
    return home.rstrip("/") + reverse("portal:verify_code", args=[code])
