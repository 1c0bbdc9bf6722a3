"""Documents a party may open through their link: those addressed to them, signed by them or agreed by them. Never what
only staff or the other side saw: no plan, no caucus note, no visit, no failure record."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from firstdesk.mediation.models import (
    Agent,
    Agreement,
    Case,
    Confirmation,
    Invitation,
    Paper,
    Party,
    ReadOver,
    Session,
    Told,
)
from firstdesk.mediation.selectors.papers.gathering import Gathered, gather, shared_performance
from firstdesk.mediation.states import AgreementState, CaseState, ConfirmationState

Kind = Paper.Kind
REPRESENTATIVE = Agent.Role.REPRESENTATIVE
_TAKEN_ON = frozenset(CaseState) - {CaseState.APPLIED, CaseState.DECLINED}


@dataclass(frozen=True)
class OwnPaper:
    """One such document, rendered again from the record whenever it is opened."""

    kind: str
    subject: int
    more: str
    at: datetime | None

    @property
    def title(self) -> str:
        """What it is called."""
        return f"{Kind(self.kind).label} {self.more}".strip()


def own_papers(party: Party) -> list[OwnPaper]:
    """The party's documents in the order they came about."""
    case: Case = party.case
    told = Told.objects.filter(party=party).order_by("told_at").first()
    found = [OwnPaper(Kind.RIGHTS, party.pk, "", told.told_at if told else None)] if case.state in _TAKEN_ON else []
    invited = Invitation.objects.filter(party=party, is_off=False).select_related("session").order_by("pk")
    found += [OwnPaper(Kind.INVITATION, row.pk, str(row.session.no), row.told_at) for row in invited]
    mandates = Agent.objects.filter(party=party, role=REPRESENTATIVE, revoked_at=None).order_by("pk")
    found += [OwnPaper(Kind.MANDATE, row.pk, "", row.entered_at) for row in mandates]
    found += [OwnPaper(Kind.RECORD, row.pk, str(row.no), row.ended_at) for row in _signed(party)]
    found += [
        OwnPaper(Kind.ORAL, row.pk, row.number, row.effective_at)
        for row in Agreement.objects.filter(case=case, kind=Agreement.Kind.ORAL, state=AgreementState.EFFECTIVE)
    ]
    found += [OwnPaper(Kind.PERFORMANCE, 0, "", case.effective_at)] if case.effective_at else []
    asked = Confirmation.objects.filter(agreement__case=case).exclude(state=ConfirmationState.DROPPED).order_by("pk")
    joined = [row for row in asked.select_related("agreement") if party.no in row.joined]
    return found + [OwnPaper(Kind.CONFIRMATION, row.pk, row.agreement.number, row.prepared_at) for row in joined]


def _signed(party: Party) -> list[Session]:
    """Ended sessions whose record was read over to the party, who signed it."""
    read = ReadOver.objects.filter(party=party).exclude(way=ReadOver.Way.REFUSED).values("session")
    return list(Session.objects.filter(pk__in=read, ended_at__isnull=False).order_by("period", "pk"))


def own_paper(party: Party, kind: str, subject: int) -> Gathered:
    """One document of the party. Raises Http404 for any that is not theirs."""
    if (kind, subject) not in {(each.kind, each.subject) for each in own_papers(party)}:
        raise Http404
    if kind == Kind.PERFORMANCE:
        return shared_performance(party.case)
    return gather(party.case, kind, subject)
