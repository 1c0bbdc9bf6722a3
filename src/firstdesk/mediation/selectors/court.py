"""The way of an agreement to a court: by when, who joined, which papers, what the court said."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from firstdesk.mediation.models import Agreement, Case, Paper, Party
from firstdesk.mediation.selectors import after
from firstdesk.mediation.selectors.titles import party_title
from firstdesk.mediation.states import AgreementState, ConfirmationState
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState

COURTS = ("court_acceptance", "court_decision")


@dataclass(frozen=True)
class Sheet:
    """One paper a court asks for, and whether it is there."""

    name: str | Words
    is_there: bool


@dataclass(frozen=True)
class Asker:
    """A party, and whether they ask the court, too."""

    no: int
    title: str
    party: Party
    has_joined: bool


def agreement_of(case: Case) -> Agreement | None:
    """The newest one in effect."""
    found = Agreement.objects.filter(case=case, state=AgreementState.EFFECTIVE).select_related("case__matter__centre")
    return found.order_by("-effective_at").first()


def sheets(case: Case, agreement: Agreement) -> list[Sheet]:
    """What the court asks for (rules on judicial confirmation, art. 4): seen from what is on file."""
    parties = list(Party.objects.filter(case=case))
    return [
        Sheet(_("Joint application"), Paper.objects.filter(case=case, kind=Paper.Kind.CONFIRMATION).exists()),
        Sheet(_("The agreement, sealed"), agreement.sealed_file_id is not None),
        Sheet(_("Proof of identity of each party"), all(party.id_number for party in parties)),
        Sheet(_("Address for letters of each party"), all(party.address for party in parties)),
        Sheet(_("Phone of each party"), all(party.phone for party in parties)),
    ]


def page(case: Case, at: datetime) -> dict[str, object]:
    """Everything on the page of confirmation."""
    agreement, row = agreement_of(case), after.confirmation_of(case)
    joined = set(row.joined) if row else set()
    parties = Party.objects.filter(case=case).order_by("no")
    askers = [Asker(each.no, party_title(each), each, each.no in joined) for each in parties]
    until = after.window_until(agreement) if agreement else None
    clocks = Clock.objects.filter(matter_id=case.matter_id, part=case.part, code__in=COURTS)
    return {
        "case": case,
        "at": at,
        "agreement": agreement,
        "row": row,
        "state": row.state if row else "",
        "is_open": row is not None and row.state == ConfirmationState.PREPARED,
        "askers": askers,
        "all_joined": all(asker.has_joined for asker in askers),
        "until": until,
        "is_over": until is not None and at > until,
        "sheets": sheets(case, agreement) if agreement else [],
        "clocks": list(clocks.exclude(state=ClockState.STOPPED).order_by("due_at")),
    }
