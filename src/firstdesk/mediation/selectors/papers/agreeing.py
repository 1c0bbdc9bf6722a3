"""The agreement, the entry of an oral one, and the joint application to a court."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from firstdesk.common.money import capitals, yuan
from firstdesk.files import blocks
from firstdesk.files.blocks import Block, Row
from firstdesk.mediation.models import Agreement, Confirmation, Consent, Party, Promise, Signature, Term
from firstdesk.mediation.selectors import outcome
from firstdesk.mediation.selectors.papers.common import (
    Draft,
    called,
    committee_of,
    day,
    mediators_of,
    moment,
    parties_of,
    party_rows,
    signers,
    titled,
)
from firstdesk.mediation.selectors.titles import title_of
from firstdesk.mediation.states import AgreementState
from firstdesk.mediation.terms import Clause

SHOWN = 12  # characters of a hash that stand on paper


def agreement(row: Agreement) -> Draft:
    """The agreement as it stands: a draft is marked as one, a sealed one tells how it was signed."""
    case, at = row.case, moment_of(row)
    parts: list[Block] = [
        blocks.Facts(party_rows(case, at)),
        blocks.Prose(_("Mediated by %(mediators)s of %(committee)s, the parties agreed of their own free will as follows.")
                     % {"mediators": mediators_of(case), "committee": committee_of(case, at)}),
        *titled(_("1. Main facts of the dispute"), row.facts),
        *titled(_("2. What was in dispute"), row.issues),
        *titled(_("3. Responsibility of each side"), row.responsibility),
        blocks.Section(_("4. What was agreed")),
        *_terms(row),
        *titled(_("5. If a promise is broken"), row.breach),
        *(titled(_("6. What stays open"), row.open_issues) if row.is_partial else ()),
        blocks.Section(_("Effect, and what is told of it")),
        blocks.Prose(_effect(row)),
        *_signing(row, at),
        blocks.SealArea(committee_of(case, at), day(row.effective_at or at)),
    ]  # fmt: skip
    is_draft = row.state == AgreementState.DRAFT
    return Draft(
        title=_("People's mediation agreement"), number=row.number, blocks=parts, at=at, has_seam=True,
        mark=_("Draft") if is_draft else "", copies=row.copies, issuer=committee_of(case, at),
    )  # fmt: skip


def moment_of(row: Agreement) -> datetime:
    """The moment the text speaks of: its effect, its being fixed, or its last change."""
    return row.effective_at or row.frozen_at or row.changed_at


def _terms(row: Agreement) -> list[Block]:
    parties = {party.no: party for party in parties_of(row.case)}
    clauses = outcome.clauses(row)
    made: list[Block] = [blocks.Articles([clause_words(clause, parties) for clause in clauses])]
    for no, clause in enumerate(clauses, 1):
        if clause.kind == Term.Kind.PAY and len(clause.parts) > 1:
            head = [blocks.article(no), _("Due by"), _("Amount in figures"), _("Amount in capital numerals")]
            rows = [[_("Instalment %(no)s") % {"no": at}, day(part.due_on), f"¥{yuan(part.amount or 0)}",
                     capitals(part.amount or 0)] for at, part in enumerate(clause.parts, 1)]  # fmt: skip
            total = [_("Sum"), "", f"¥{yuan(clause.amount or 0)}", capitals(clause.amount or 0)]
            made.append(blocks.Table(head, [*rows, total], widths=[2, 4, 3, 5]))
    return made


def clause_words(clause: Clause, parties: Mapping[int, Party]) -> str:
    """One term as a sentence of the agreement."""
    owes, gets = called(parties[clause.debtor]), called(parties[clause.creditor])
    found = {"debtor": owes, "creditor": gets, "what": clause.what, "day": day(clause.parts[-1].due_on)}
    if clause.kind == Term.Kind.PAY:
        amount = {"capitals": capitals(clause.amount or 0), "figures": yuan(clause.amount or 0)}
        words = _("%(debtor)s pays %(creditor)s CNY %(capitals)s (¥%(figures)s) for: %(what)s.") % (found | amount)
        if len(clause.parts) > 1:
            words += _("It is paid in %(count)s instalments as in the table.") % {"count": len(clause.parts)}
        else:
            words += _("It is paid by %(day)s.") % found
    elif clause.kind == Term.Kind.REFRAIN:
        words = _("%(debtor)s towards %(creditor)s leaves off, until %(day)s: %(what)s.") % found
    elif clause.kind == Term.Kind.APOLOGISE:
        words = _("%(debtor)s apologises to %(creditor)s by %(day)s: %(what)s.") % found
    else:
        words = _("%(debtor)s towards %(creditor)s does by %(day)s: %(what)s.") % found
    words += _("Manner: %(manner)s.") % {"manner": clause.manner} if clause.manner else ""
    return words + (_("Place: %(place)s.") % {"place": clause.place} if clause.place else "")


def _effect(row: Agreement) -> str:
    return "\n".join([
        _("From the day the parties have signed, the mediators have signed and the committee has sealed it, this "
          "agreement binds the parties like a contract; they perform it as agreed (People's Mediation Law, arts 29, 31)."),
        _("Within 30 days from that day both sides may together ask a people's court to confirm it; what is confirmed "
          "can be enforced (art. 33). About its performance or content either side may sue (art. 32)."),
        _("It is made in %(copies)s copies: one for each party, one for the committee.") % {"copies": row.copies},
    ])  # fmt: skip


def _signing(row: Agreement, at: datetime) -> list[Block]:
    """Lines to sign on; once signed, how each signed. The pen's way stays evidence and is never drawn anew."""
    signed = list(
        Signature.objects.filter(agreement=row, digest=row.digest).exclude(way=Signature.Way.SEAL)
        .select_related("party", "seat__mediator__user", "agent", "scan").order_by("pk")
    ) if row.digest else []  # fmt: skip
    if row.state not in {AgreementState.SIGNED, AgreementState.EFFECTIVE} or not signed:
        return [blocks.Signatures(signers(row.case, at))]
    head = [_("Who signed"), _("Way of signing"), _("When"), _("Evidence kept")]
    rows = [[_who(each), str(each.get_way_display()), moment(each.signed_at), evidence(each)] for each in signed]
    return [blocks.Section(_("Signed by")), blocks.Table(head, rows, widths=[4, 3, 4, 5])]


def _who(each: Signature) -> str:
    if each.party is None:
        return _("People's mediator") + (f" {each.seat.mediator.user}" if each.seat else "")
    return called(each.party) + (f"\n{each.agent.get_role_display()} {each.agent.name}" if each.agent else "")


def evidence(each: Signature) -> str:
    """By what the signature can be shown: never a picture of it."""
    if each.scan is not None:
        found = {"pages": each.pages or 1, "hash": each.scan.sha256[:SHOWN]}
        return _("Scan, %(pages)s pages, SHA-256 %(hash)s…") % found
    return _("The pen's way, bound to text %(hash)s…") % {"hash": each.digest[:SHOWN]}


def oral(row: Agreement) -> Draft:
    """The entry of an oral agreement in the register."""
    case, at = row.case, moment_of(row)
    parties = {party.no: party for party in parties_of(case)}
    confirmed = Consent.objects.filter(party__case=case, about=Consent.About.ORAL, is_given=True)
    said = {each.party_id: each for each in confirmed.select_related("party").order_by("said_at", "pk")}
    rows: list[Row] = [
        [called(party), str(said[party.pk].get_way_display()), moment(said[party.pk].said_at)]
        for party in parties.values()
        if party.pk in said
    ]
    parts: list[Block] = [
        blocks.Facts([*party_rows(case, at), [_("Agreed at"), moment(row.effective_at or at), _("Mediators"), mediators_of(case)]]),
        *titled(_("What the dispute was about"), f"{row.facts}\n{row.issues}"),
        blocks.Section(_("What was agreed by word")),
        blocks.Articles([clause_words(clause, parties) for clause in outcome.clauses(row)]),
        *titled(_("If a promise is broken"), row.breach),
        blocks.Section(_("Confirmed by the parties")),
        blocks.Table([_("Party"), _("How it was confirmed"), _("When")], rows, widths=[3, 3, 3]),
        blocks.Prose(_("An oral agreement takes effect on the day the parties reached it (People's Mediation Law, art. 30).")),
        blocks.Signatures([[_("People's mediator"), mediators_of(case)]]),
        blocks.SealArea(committee_of(case, at), day(row.effective_at or at)),
    ]  # fmt: skip
    return Draft(
        title=_("Register of oral mediation agreements"), number=row.number, blocks=parts, at=at,
        issuer=committee_of(case, at),
    )  # fmt: skip


def confirmation(row: Confirmation) -> Draft:
    """What both sides hand to the court together, with the list of what is attached."""
    made, at = row.agreement, row.prepared_at
    case = made.case
    promised = Promise.objects.filter(term__agreement=made).count()
    joined: Sequence[int] = row.joined
    attached = [
        _("Mediation agreement %(number)s, as sealed") % {"number": made.number},
        _("Proof of identity or qualification of each party, and mandates of those who act for them"),
        _("Proof about the matter the agreement disposes of"),
        _("Papers about the committee that mediated"),
        _("Where each party lives and can be reached"),
    ]
    said = _("On %(day)s we reached mediation agreement %(number)s at %(committee)s. It holds %(count)s performances. "
             "We ask together that the court confirm it.")  # fmt: skip
    parts: list[Block] = [
        blocks.Facts(party_rows(case, at)),
        blocks.Prose(_("To %(court)s") % {"court": row.court}),
        blocks.Section(_("What is asked for")),
        blocks.Prose(said % {"day": day(made.effective_at), "number": made.number,
                             "committee": committee_of(case, at), "count": promised}),
        blocks.Section(_("What both sides declare")),
        blocks.Prose("\n".join([
            _("We reached the agreement of our own free will, without fraud or threat, and know its content and effect."),
            _("It harms no interest of the state, of the public or of others, and breaks no law."),
            _("We bear the consequences if what we handed in is not true."),
        ])),
        blocks.Section(_("Attachments")),
        blocks.Table([_("No."), _("Paper")], [[str(no), text] for no, text in enumerate(attached, 1)], widths=[1, 8]),
        blocks.Signatures([[f"{_('Applicant')} {title_of(party.no)}", party.name] for party in parties_of(case) if not joined or party.no in joined]),
    ]  # fmt: skip
    title = _("Joint application for judicial confirmation")
    return Draft(title=title, number=made.number, blocks=parts, at=at, issuer=committee_of(case, at))
