"""Making documents: kept by hash and entered; those that leave the house can be verified by anybody."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.files.leaving import Leaving, leave
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Case, Paper
from firstdesk.mediation.selectors import papers
from firstdesk.mediation.selectors.papers.common import sealing_unit
from firstdesk.mediation.selectors.papers.listing import is_fixed, is_sealed
from firstdesk.mediation.services.kernel import Happening, happen

PDF, DOCX = "pdf", "docx"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which document to make: kind, subject id, and the public address for its code."""

    kind: str  # Paper.Kind
    subject: int = 0
    base: str = ""  # https://…/, as the reader's own page says it; "": as the settings do


@transaction.atomic
def make(case: Case, kind: str, subject: int = 0, *, by: Actor, at: datetime) -> Paper:
    """Make a document as PDF/A and keep it."""
    return make_for(case, Wanted(kind=kind, subject=subject), by=by, at=at)


@transaction.atomic
def make_for(case: Case, wanted: Wanted, *, by: Actor, at: datetime) -> Paper:
    """The same, with the public address under which its code can be verified. Raises NotAllowed for what is sealed."""
    if is_sealed(case, wanted.kind, wanted.subject):
        raise NotAllowed(
            _("This agreement is sealed: hand out its numbered copies. Nothing else of it is made any more.")
        )
    gathered = papers.gather(case, wanted.kind, wanted.subject)
    draft = gathered.draft
    leaving = Leaving(
        title=draft.title, number=draft.number, issuer=draft.issuer, unit_id=sealing_unit(case),
        base=wanted.base, is_sealed=False,
    )  # fmt: skip
    left = leave(leaving, lambda frame: gathered.pdf(code=frame.code, address=frame.address), by=by, at=at)
    return enter(case, wanted, left.file, by=by, at=at)


@transaction.atomic
def enter(case: Case, wanted: Wanted, file: File, *, by: Actor, at: datetime) -> Paper:
    """Register a stored file as a document of the case."""
    row = Paper.objects.create(
        case=case, kind=wanted.kind, subject=wanted.subject, form=PDF, file=file, sha256=file.sha256, made_at=at,
        made_by_id=by.person_id,
    )  # fmt: skip
    noted = {"paper": row.pk, "kind": wanted.kind, "sha256": file.sha256}
    happen(case, Happening("mediation.paper_made", noted=noted), by=by, at=at)
    return row


def editable(case: Case, kind: str, subject: int = 0) -> bytes:
    """The document as .docx. Raises NotAllowed once its subject is fixed or signed."""
    if is_fixed(case, kind, subject):
        raise NotAllowed(_("This document is fixed. Open it again first; from now on only the PDF is made."))
    return papers.gather(case, kind, subject).docx()
