"""Court confirmation of an agreement: time left, who joined, which documents, the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from firstdesk.mediation.models import Agent, Agreement, Case, Confirmation, Paper, Party
from firstdesk.mediation.selectors import after
from firstdesk.mediation.selectors.case import agents_of, phone_of
from firstdesk.mediation.selectors.papers.listing import SEPARATOR
from firstdesk.mediation.selectors.titles import party_title
from firstdesk.mediation.states import AgreementState, ConfirmationState
from firstdesk.obligations import timing
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.model import DeadlineRule

DECISION = "court_decision"
COURTS = ("court_acceptance", DECISION)
REPRESENTATIVE = Agent.Role.REPRESENTATIVE


@dataclass(frozen=True)
class Sheet:
    """One paper a court asks for: there or not, where it stands, of what it is made, of which parties it is missing."""

    name: str | Words
    is_there: bool
    url: str = ""
    makes: str = ""
    missing: Sequence[str] = ()


@dataclass(frozen=True)
class Asker:
    """A party, and whether they joined the application."""

    no: int
    title: str
    party: Party
    has_joined: bool


def agreements_of(case: Case) -> list[Agreement]:
    """Agreements in effect, newest first; each has its own application and its own time limit."""
    found = Agreement.objects.filter(case=case, state=AgreementState.EFFECTIVE).select_related("case__matter__centre")
    return list(found.order_by("-effective_at", "-pk"))


def agreement_of(case: Case, wanted: int = 0) -> Agreement | None:
    """The agreement with this key, or without one the newest in effect."""
    found = agreements_of(case)
    return next((each for each in found if each.pk == wanted), found[0] if found and not wanted else None)


def sheets(case: Case, agreement: Agreement, at: datetime) -> list[Sheet]:
    """The documents the court requires (rules on judicial confirmation, art. 4), checked against the file."""
    parties = list(Party.objects.filter(case=case).order_by("no"))
    asked = Confirmation.objects.filter(agreement=agreement).first()
    application = _made(case, Paper.Kind.CONFIRMATION, asked.pk) if asked else None
    return [
        application or Sheet(_("Joint application"), is_there=False),
        _agreed(agreement),
        _each(_("Proof of identity of each party"), {each: each.id_number for each in parties}),
        _each(_("Address for letters of each party"), {each: each.address for each in parties}),
        _each(_("Phone of each party"), {each: phone_of(each, at) for each in parties}),
        *_mandates(parties, at),
    ]


def _each(name: str | Words, held: Mapping[Party, str]) -> Sheet:
    missing = [party_title(party) for party, there in held.items() if not there.strip()]
    return Sheet(name, not missing, missing=missing)


def _mandates(parties: Sequence[Party], at: datetime) -> list[Sheet]:
    """Only where somebody acts by a mandate."""
    acting = {party: [each for each in agents_of(party, at) if each.role == REPRESENTATIVE] for party in parties}
    lacking = [party_title(party) for party, agents in acting.items() if not all(each.is_on_file for each in agents)]
    return (
        [Sheet(_("Mandate of whoever acts for a party"), not lacking, missing=lacking)] if any(acting.values()) else []
    )


def _agreed(agreement: Agreement) -> Sheet:
    """The agreement document; for an oral one, its register entry with the signed session record."""
    if agreement.kind == Agreement.Kind.ORAL:
        return _made(agreement.case, Paper.Kind.ORAL, agreement.pk)
    where = reverse("mediation:agreement", args=[agreement.case.number])
    return Sheet(_("The agreement, sealed"), agreement.sealed_file_id is not None, url=where)


NAMES = {
    Paper.Kind.CONFIRMATION: _("Joint application"),
    Paper.Kind.ORAL: _("The entry of the oral agreement in the register, with the signed record"),
}


def _made(case: Case, kind: Paper.Kind, subject: int) -> Sheet:
    """The newest paper of this kind about it, or what it is made of."""
    row = Paper.objects.filter(case=case, kind=kind, subject=subject).order_by("-pk").first()
    where = reverse("mediation:paper", args=[case.number, row.pk]) if row else ""
    return Sheet(NAMES[kind], row is not None, url=where, makes="" if row else f"{kind}{SEPARATOR}{subject}")


def more_at_most(agreement: Agreement, at: datetime) -> int:
    """How many days the court may add to its time: by the rule of its clock, or where an older version of the rules did
    not say it by the one in force; 0 where none says it."""
    clock = Clock.objects.filter(matter_id=agreement.case.matter_id, part=agreement.part, code=DECISION).first()
    if clock is None:
        return 0
    day, newest = timing.day_of(clock.started_at), regulations.current(at).rules.get(clock.rule_id)
    told = timing.rule_of(clock).limit_on(day).more
    return told or (newest.limit_on(day).more if isinstance(newest, DeadlineRule) else 0)


def page(case: Case, at: datetime, wanted: int = 0) -> dict[str, object]:
    """Context of the confirmation page of one agreement."""
    agreement = agreement_of(case, wanted)
    row = after.confirmation_of(case, agreement)
    joined = set(row.joined) if row else set()
    parties = Party.objects.filter(case=case).order_by("no")
    askers = [Asker(each.no, party_title(each), each, each.no in joined) for each in parties]
    until = after.window_until(agreement) if agreement else None
    clocks = Clock.objects.filter(matter_id=case.matter_id, part=agreement.part if agreement else "", code__in=COURTS)
    return {
        "case": case,
        "at": at,
        "agreement": agreement,
        "others": [(each, after.window_until(each)) for each in agreements_of(case)],
        "row": row,
        "state": row.state if row else "",
        "is_open": row is not None and row.state == ConfirmationState.PREPARED,
        "askers": askers,
        "all_joined": all(asker.has_joined for asker in askers),
        "until": until,
        "more_at_most": more_at_most(agreement, at) if agreement else 0,
        "is_over": until is not None and at > until,
        "sheets": sheets(case, agreement, at) if agreement else [],
        "clocks": list(clocks.exclude(state=ClockState.STOPPED).order_by("due_at")),
    }
