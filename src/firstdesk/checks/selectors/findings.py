"""Findings for lists and pages. `open_for(unit)` feeds the agendas of meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse

from firstdesk.checks.models import Finding, Inspection, Order, Remedy
from firstdesk.checks.selectors.reach import around, today
from firstdesk.checks.states import FindingState, OrderState
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting

P = Permission
PUTS_RIGHT = frozenset({P.HANDLE, P.ASSIGN, P.DECIDE, P.TRIAGE, P.INSPECT, P.MEDIATE, P.REGISTER})


@dataclass(frozen=True)
class Line:
    """A finding on a list or an agenda."""

    finding: Finding
    is_late: bool
    is_ordered: bool  # a supervision order stands

    @property
    def title(self) -> str:
        return self.finding.title

    @property
    def due_on(self) -> date:
        return self.finding.due_on

    @property
    def url(self) -> str:
        return reverse("checks:finding", args=[self.finding.pk])


def visible(acting: Acting) -> QuerySet[Finding]:
    """Findings the person's units owe or made, and those beneath what they may read."""
    if not acting.permissions & {P.READ_OWN, P.READ_SUBTREE, P.INSPECT}:
        return Finding.objects.none()
    found = Finding.objects.filter(around(acting))
    return found.select_related("unit", "by_unit", "owner").order_by("due_on", "pk")


def open_for(unit: Unit, at: datetime) -> list[Line]:
    """Open findings of a unit and those beneath it, soonest due first."""
    found = Finding.objects.filter(unit__path__startswith=unit.path).exclude(state=FindingState.CLOSED)
    return lines(list(found.select_related("unit", "by_unit", "owner").order_by("due_on", "pk")), at)


def mine(acting: Acting, at: datetime) -> list[Line]:
    """Findings waiting for this person: to be remedied by their unit or reviewed by them."""
    open_ = Finding.objects.exclude(state=FindingState.CLOSED)
    owed = open_.none()
    if acting.permissions & PUTS_RIGHT:
        owed = open_.filter(unit=acting.unit, state=FindingState.OPEN)
        if not acting.may(P.INSPECT) and not acting.post.is_leader:
            owed = owed.filter(owner=acting.user) | owed.filter(owner=None)
    if acting.may(P.INSPECT):
        owed = owed | open_.filter(by_unit=acting.unit, state=FindingState.REMEDIED)
    rows = owed.select_related("unit", "by_unit", "owner").order_by("due_on", "pk")
    return lines(list(rows[:30]), at)


def of_inspection(inspection: Inspection, at: datetime) -> list[Line]:
    """What an inspection raised, in the order of its checklist."""
    return lines(list(Finding.objects.filter(inspection=inspection).select_related("unit").order_by("pk")), at)


def lines(findings: Sequence[Finding], at: datetime) -> list[Line]:
    """Findings, each marked ordered, or late: not put right in time; one query."""
    ordered = set(
        Order.objects.filter(finding__in=findings).exclude(state=OrderState.ENDED).values_list("finding", flat=True)
    )
    day = today(at)
    return [Line(each, each.state == FindingState.OPEN and each.due_on < day, each.pk in ordered) for each in findings]


def remedies(finding: Finding) -> list[Remedy]:
    """Remedies with their reviews, oldest first."""
    rows = Remedy.objects.filter(finding=finding).select_related("remedied_by", "file", "review__reviewed_by")
    return list(rows.order_by("pk"))


def last_remedy(finding: Finding) -> Remedy | None:
    """The remedy awaiting review."""
    return Remedy.objects.filter(finding=finding).order_by("-pk").first()


def standing_order(finding: Finding) -> Order | None:
    """The supervision order in force."""
    return Order.objects.filter(finding=finding).exclude(state=OrderState.ENDED).first()


def orders(finding: Finding) -> list[Order]:
    """All orders about the finding, oldest first."""
    return list(Order.objects.filter(finding=finding).select_related("given_by", "answered_by").order_by("pk"))
