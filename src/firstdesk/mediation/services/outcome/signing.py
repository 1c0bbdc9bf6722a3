"""Signing by parties and mediators, taking effect under the seal, delivery of numbered copies (art. 29)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Detail, NotAllowed, Refusal, at_field
from firstdesk.files.models import File
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.mediation import selectors
from firstdesk.mediation.models import Agent, Agreement, Copy, Party, Seat, Signature
from firstdesk.mediation.selectors import outcome
from firstdesk.mediation.services.after.promising import promise_all
from firstdesk.mediation.services.kernel import Change, Happening, happen
from firstdesk.mediation.services.outcome.drafting import digest
from firstdesk.mediation.services.standing import check_acts
from firstdesk.mediation.states import AgreementState, CaseState

Way = Signature.Way
FEW = 8  # points of the pen: less is a dot, not a name
PAGES = 200


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A signature: the strokes of a pen on screen, or the scan of a signed sheet."""

    way: str
    strokes: str = ""  # JSON [[[x, y, ms], …], …]
    scan: File | None = None
    pages: int | None = None
    agent: Agent | None = None


@transaction.atomic
def sign(agreement: Agreement, signer: Party | Seat, mark: Mark, *, by: Actor, at: datetime) -> Signature:
    """Sign the fixed text. A party without full capacity signs by a guardian; an agent needs a special mandate valid
    today."""
    if agreement.state != AgreementState.FROZEN and not _follows(agreement, signer):
        raise NotAllowed(_("First fix the text, and read it over to everybody; then it is signed."))
    if agreement.digest != digest(agreement):
        raise NotAllowed(_("The text is not the one that was fixed. Open it again, and have it read over anew."))
    _check_mark(mark)
    party = signer if isinstance(signer, Party) else None
    seat = signer if isinstance(signer, Seat) else None
    if party is not None:
        _check_party(agreement, party, mark.agent, at)
    elif seat is None or seat.case_id != agreement.case_id or seat.left_at is not None or mark.agent is not None:
        raise NotAllowed(_("A mediator of this case signs."))
    else:
        _check_seat(agreement, seat)
    if not outcome.has_read_over(agreement, signer):
        raise NotAllowed(_("The record is read over before anybody signs; read it over first."))
    row = Signature.objects.create(
        agreement=agreement, party=party, seat=seat, agent=mark.agent, way=mark.way, digest=agreement.digest,
        strokes=mark.strokes, scan=mark.scan, pages=mark.pages, signed_at=at, signed_by_id=by.by_id,
    )  # fmt: skip
    is_last = agreement.state == AgreementState.FROZEN and outcome.is_signed_by_all(agreement)
    also = [Change(agreement, AgreementState.SIGNED if is_last else None)]
    noted = {"agreement": agreement.number, "signature": row.pk, "way": mark.way, "party": party.no if party else None}
    happen(agreement.case, Happening("mediation.signed", also=also, noted=noted), by=by, at=at)
    return row


def _follows(agreement: Agreement, signer: Party | Seat) -> bool:
    """Whether this mediator replaces one who had signed and left after everybody signed but before sealing."""
    is_seat = agreement.state == AgreementState.SIGNED and isinstance(signer, Seat)
    return is_seat and not outcome.is_signed_by_mediator(agreement)


def _check_seat(agreement: Agreement, seat: Seat) -> None:
    if seat.declared_at is None:
        raise NotAllowed(_("A mediator first declares ties to the dispute, or that there are none."))
    if seat.named_at > agreement.drafted_at and not selectors.accepted_by_all(seat):
        raise NotAllowed(
            _(
                "This mediator was named after the text was drafted: first every party says that they accept them (art. 23)."
            )
        )


def _check_mark(mark: Mark) -> None:
    if mark.way == Way.SEAL:
        raise NotAllowed(_("The seal is put on by its own step."))
    if mark.way == Way.TOUCH:
        points = sum(len(stroke) for stroke in _strokes(mark.strokes))
        if points < FEW:
            raise at_field("strokes", _("Nothing was signed on the screen. Sign again."))
    elif mark.scan is None or not mark.pages or mark.pages > PAGES:
        raise at_field("scan", _("Scan the signed sheets back: as one PDF, or as pictures."))


def _strokes(text: str) -> list[list[object]]:
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return []
    return [stroke for stroke in found if isinstance(stroke, list)] if isinstance(found, list) else []


def _check_party(agreement: Agreement, party: Party, agent: Agent | None, at: datetime) -> None:
    if party.case_id != agreement.case_id:
        raise NotAllowed(_("This is no party of the case."))
    party.case = agreement.case
    check_acts(party, agent, concedes=True, at=at)


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What sealing produced: the sealed PDF and each numbered copy."""

    file: File
    copies: Sequence[File]


@transaction.atomic
def make_effective(agreement: Agreement, sealed: Sealed, *, is_effect_told: bool, by: Actor, at: datetime) -> Agreement:
    """The agreement is sealed: it takes effect, its copies are numbered and its promises start to run."""
    case = agreement.case
    if selectors.open_challenges(case).exists():
        raise NotAllowed(_("A party wants another mediator. That is decided before the seal is put on (art. 23)."))
    parties = list(Party.objects.filter(case=case).order_by("no"))
    found = {
        **selectors.guarantees(case),
        **outcome.evidence_of_effect(agreement),
        "committee_seal": bool(sealed.file) and outcome.is_committee_in_term(case, at),
        "copies_numbered": len(sealed.copies) == agreement.copies >= len(parties) + 1,
        "effect_told": is_effect_told,
    }
    present = {name for name, is_there in found.items() if is_there}
    facts = {**selectors.facts(case, at), "agreement": agreement.kind}
    demand(case.matter.centre_kind, "mediation.make_effective", present, facts, case.matter.rulebook_version)
    if not all(found.values()):  # the law, whatever a centre's rules say
        missing = [Detail(name, _("The law asks for this (art. 29).")) for name, there in found.items() if not there]
        raise Refusal(_("The agreement cannot take effect yet."), details=missing)
    Signature.objects.create(
        agreement=agreement,
        way=Way.SEAL,
        digest=agreement.digest,
        scan=sealed.file,
        signed_at=at,
        signed_by_id=by.by_id,
    )
    _number_copies(agreement, sealed, parties)
    changes = {"effective_at": at, "sealed_file": sealed.file, "changed_at": at}
    also = [Change(agreement, AgreementState.EFFECTIVE, changes)]
    noted = {"agreement": agreement.number, "copies": agreement.copies}
    to = CaseState.BREACHED if outcome.standing(case) == CaseState.BREACHED else CaseState.EFFECTIVE
    step = Happening("mediation.effective", to, {"effective_at": case.effective_at or at}, also=also, noted=noted)
    happen(case, step, by=by, at=at)
    promise_all(agreement, by=by, at=at)
    return agreement


def _number_copies(agreement: Agreement, sealed: Sealed, parties: Sequence[Party]) -> None:
    """One copy for each party, the last for the committee."""
    holders: list[Party | None] = [*parties, *[None] * (agreement.copies - len(parties))]
    Copy.objects.bulk_create(
        Copy(agreement=agreement, no=no, party=holder, file=file, sha256=file.sha256)
        for no, (holder, file) in enumerate(zip(holders, sealed.copies, strict=True), 1)
    )


@transaction.atomic
def deliver(copy: Copy, receipt: str, *, by: Actor, at: datetime) -> Copy:
    """Record that a party received their copy, and how they confirmed it."""
    if copy.delivered_at is not None:
        raise NotAllowed(_("This copy has been handed over already."))
    if not receipt.strip():
        raise at_field("receipt", _("Write how it was confirmed: signed for, registered letter number …"))
    copy.delivered_at, copy.delivered_by_id, copy.receipt = at, by.by_id, receipt.strip()[:120]
    copy.save(update_fields=["delivered_at", "delivered_by", "receipt"])
    case = selectors.whole(agreements=copy.agreement_id)
    happen(case, Happening("mediation.delivered", noted={"copy": copy.no}), by=by, at=at)
    return copy
