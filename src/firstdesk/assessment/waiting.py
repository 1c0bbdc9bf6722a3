"""What waits for a person in assessments: to answer for themselves while there is time, and to decide about others."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from firstdesk.assessment import policies
from firstdesk.assessment.models import Accountability, Round, Sheet
from firstdesk.assessment.selectors import sheets as found
from firstdesk.assessment.states import FindingState, SheetState
from firstdesk.common import clock
from firstdesk.common.waiting import Waiting
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting

P = Permission
S, F = SheetState, FindingState


def waiting(acting: Acting, at: datetime) -> list[Waiting]:
    """Everything, in no order."""
    today = clock.local(at).date()
    return [*_sheets(acting, today), *_findings(acting, today), *_awards(acting)]


def _sheets(acting: Acting, today: date) -> Iterator[Waiting]:
    assess = Counter[Round]()
    for sheet in found.unsettled(acting):
        url = reverse("assessment:sheet", args=[sheet.pk])
        if sheet.state == S.OPEN and found.is_concerned(sheet, acting):
            yield Waiting(_("Remark on your assessment"), sheet.round.title, url)
        elif sheet.state in {S.OPEN, S.REMARKED}:
            assess[sheet.round] += policies.may_assess(sheet, acting)
        elif sheet.state == S.ASSESSED and _may_appeal(sheet, acting, today):
            yield Waiting(_("You may appeal"), sheet.round.title, f"{url}#appeal", sheet.appeal_until)
        elif sheet.state == S.APPEALED and policies.may_decide(sheet, acting):
            yield Waiting(_("Decide the appeal"), sheet.round.title, f"{url}#appeal")
    for row, count in assess.items():
        if count:
            yield Waiting(_("Assess"), f"{row.title} ({count})", reverse("assessment:round", args=[row.pk]))


def _findings(acting: Acting, today: date) -> Iterator[Waiting]:
    for row in found.findings(acting).exclude(state__in=(F.HELD, F.CLEARED)):
        url, title = reverse("assessment:finding", args=[row.pk]), row.unit.name
        if row.state == F.PROPOSED and found.is_concerned(row, acting):
            yield Waiting(_("State your side"), title, url)
        elif row.state == F.HEARD and policies.may_settle(row, acting):
            yield Waiting(_("Decide the finding"), title, url)
        elif row.state == F.TOLD and _may_appeal(row, acting, today):
            yield Waiting(_("You may appeal"), title, f"{url}#appeal", row.appeal_until)
        elif row.state == F.APPEALED and policies.may_answer(row, acting):
            yield Waiting(_("Decide the appeal"), title, f"{url}#appeal")


def _may_appeal(row: Sheet | Accountability, acting: Acting, today: date) -> bool:
    return found.is_concerned(row, acting) and row.appeal_until is not None and today <= row.appeal_until


def _awards(acting: Acting) -> Iterator[Waiting]:
    if not acting.permissions & {P.DECIDE, P.SUPERVISE}:
        return
    for row in found.awards(acting).filter(state="proposed"):
        if policies.may_settle(row, acting):
            yield Waiting(_("Decide the award"), row.unit.name, reverse("assessment:merits"))
