"""The way of an agreement to a court: by when, who joined, which papers, what the court said."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from firstdesk.mediation.models import Agreement, Case, Confirmation, Paper, Party
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


def agreements_of(case: Case) -> list[Agreement]:
    """Those in effect, the newest first: each is brought to a court by itself, within its own time."""
    found = Agreement.objects.filter(case=case, state=AgreementState.EFFECTIVE).select_related("case__matter__centre")
    return list(found.order_by("-effective_at", "-pk"))


def agreement_of(case: Case, wanted: int = 0) -> Agreement | None:
    """The one asked for, else the newest in effect."""
    found = agreements_of(case)
    return next((each for each in found if each.pk == wanted), found[0] if found and not wanted else None)


def sheets(case: Case, agreement: Agreement) -> list[Sheet]:
    """What the court asks for (rules on judicial confirmation, art. 4): seen from what is on file."""
    parties = list(Party.objects.filter(case=case))
    papers = Paper.objects.filter(case=case)
    own = Confirmation.objects.filter(agreement=agreement).values("pk")
    return [
        Sheet(_("Joint application"), papers.filter(kind=Paper.Kind.CONFIRMATION, subject__in=own).exists()),
        _agreed(agreement),
        Sheet(_("Proof of identity of each party"), all(party.id_number for party in parties)),
        Sheet(_("Address for letters of each party"), all(party.address for party in parties)),
        Sheet(_("Phone of each party"), all(party.phone for party in parties)),
    ]


def _agreed(agreement: Agreement) -> Sheet:
    """The agreement itself; of one reached by word, its entry in the register with the record the parties signed."""
    if agreement.kind == Agreement.Kind.WRITTEN:
        return Sheet(_("The agreement, sealed"), agreement.sealed_file_id is not None)
    rows = Paper.objects.filter(case=agreement.case_id, kind=Paper.Kind.ORAL, subject=agreement.pk)
    return Sheet(_("The entry of the oral agreement in the register, with the signed record"), rows.exists())


def page(case: Case, at: datetime, wanted: int = 0) -> dict[str, object]:
    """Everything on the page of confirmation of one agreement."""
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
        "is_over": until is not None and at > until,
        "sheets": sheets(case, agreement) if agreement else [],
        "clocks": list(clocks.exclude(state=ClockState.STOPPED).order_by("due_at")),
    }
