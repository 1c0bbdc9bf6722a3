"""Fixing with the document to sign, and sealing: every numbered copy gets the seal and can be verified by anybody."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.files import issuing, seals
from firstdesk.files import services as files
from firstdesk.files.leaving import address
from firstdesk.files.models import File, Issued
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Agreement, Case, Paper
from firstdesk.mediation.selectors import chair, outcome
from firstdesk.mediation.selectors import papers as sheets
from firstdesk.mediation.services import papers
from firstdesk.mediation.services.outcome.drafting import freeze
from firstdesk.mediation.services.outcome.signing import Sealed, make_effective
from firstdesk.mediation.states import AgreementState


@transaction.atomic
def fix(agreement: Agreement, *, is_lawful: bool, base: str = "", by: Actor, at: datetime) -> Agreement:
    """Fix the text and keep the document that will be signed."""
    freeze(agreement, is_lawful=is_lawful, by=by, at=at)
    wanted = papers.Wanted(kind=Paper.Kind.AGREEMENT, subject=agreement.pk, base=base)
    paper = papers.make_for(agreement.case, wanted, by=by, at=at)
    Agreement.objects.filter(pk=agreement.pk).update(file=paper.file)
    agreement.file = paper.file
    return agreement


@dataclass(frozen=True, kw_only=True)
class Sealing:
    """What is confirmed when sealing."""

    is_effect_told: bool  # both sides were told what the agreement means, and of confirmation by a court
    base: str = ""


@transaction.atomic
def seal(agreement: Agreement, sealing: Sealing, *, by: Actor, at: datetime) -> Agreement:
    """Render, seal and register every numbered copy and make the agreement effective; all or nothing."""
    if agreement.state != AgreementState.SIGNED:
        raise NotAllowed(_("The committee seals what every party and the mediator have signed."))
    certificate = seals.certificate_of(_sealing_unit(agreement.case, at))
    agreement.effective_at = at  # what the copies say of themselves
    gathered = sheets.preview(agreement)
    agreement.effective_at = None
    copies, entered = list[File](), list[Issued]()
    for no in range(1, agreement.copies + 1):
        code = issuing.new_code()
        plain = gathered.pdf(copy=no, code=code, address=address(code, sealing.base))
        made = seals.seal(plain, certificate, at=at, reason=gathered.draft.title, location=gathered.draft.issuer)
        copies.append(files.keep(made, name=f"{agreement.number}-{no}.pdf", by=by, at=at))
        issued = issuing.Copy(
            code=code,
            content=made,
            kind=gathered.draft.title,
            number=agreement.number,
            issuer=gathered.draft.issuer,
            is_test=certificate.is_test,
        )
        entered += files.issue([issued], by=by, at=at)
    make_effective(
        agreement, Sealed(file=copies[-1], copies=copies), is_effect_told=sealing.is_effect_told, by=by, at=at
    )
    _replace(agreement, entered[-1], by=by, at=at)
    Paper.objects.create(
        case=agreement.case, kind=Paper.Kind.AGREEMENT, subject=agreement.pk, is_signed=True, file=copies[-1],
        sha256=copies[-1].sha256, made_at=at, made_by_id=by.person_id,
    )  # fmt: skip
    return agreement


def _replace(agreement: Agreement, successor: Issued, *, by: Actor, at: datetime) -> None:
    """Withdraw the document fixed for signing in favour of the sealed copies."""
    if agreement.file is not None:
        codes = Issued.objects.filter(sha256=agreement.file.sha256).values_list("code", flat=True)
        files.withdraw(list(codes), by=by, at=at, successor=successor)


def _sealing_unit(case: Case, at: datetime) -> int:
    """Id of the unit whose certificate seals: the leading mediator's committee. Raises NotAllowed where it is not in
    its term."""
    lead = chair(case)
    if lead is None or not outcome.is_committee_in_term(case, at):
        raise NotAllowed(_("No committee is in term to seal this agreement."))
    return int(lead.mediator.committee.unit_id)
