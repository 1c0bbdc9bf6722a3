"""Tasks of checks on a person's day."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.checks.selectors import draws, findings, inspections, opinions
from firstdesk.checks.selectors.reach import SEES, today
from firstdesk.checks.states import FindingState, InspectionState
from firstdesk.common.waiting import Waiting
from firstdesk.directory.scope import Acting


def waiting(acting: Acting, at: datetime) -> list[Waiting]:
    """Everything to remedy, review, inspect, sign, comment on or sort, in no order."""
    if not acting.permissions & SEES:
        return []
    return [*_findings(acting, at), *_inspections(acting, at), *_rechecks(acting, at), *_opinions(acting, at)]


def _findings(acting: Acting, at: datetime) -> Sequence[Waiting]:
    return [
        Waiting(
            _("Put it right") if each.finding.state == FindingState.OPEN else _("Look at it again"),
            each.title,
            each.url,
            each.due_on,
            each.is_late,
        )
        for each in findings.mine(acting, at)
    ]


def _inspections(acting: Acting, at: datetime) -> Sequence[Waiting]:
    return [
        Waiting(_what(each, acting), each.target, reverse("checks:inspection", args=[each.row.pk]), _until(each), False)
        for each in inspections.mine(acting, at)
    ]


def _what(line: inspections.Line, acting: Acting) -> Promise:
    if line.row.inspector_id != acting.user.pk:
        return _("Have your word on the inspection")
    ready = line.row.state in {InspectionState.HANDED, InspectionState.HEARD}
    return _("Sign the inspection") if ready else _("Inspect")


def _until(line: inspections.Line) -> date | None:
    return line.row.word_by or line.row.planned_on


def _rechecks(acting: Acting, at: datetime) -> Sequence[Waiting]:
    day = today(at)
    return [
        Waiting(
            _("Check again"), each.matter.number, reverse("checks:recheck", args=[each.pk]), each.draw.due_on,
            each.draw.due_on < day,
        )
        for each in draws.mine(acting)
    ]  # fmt: skip


def _opinions(acting: Acting, at: datetime) -> Sequence[Waiting]:
    day = today(at)
    return [
        Waiting(
            _("Improve on it") if each.due_on else _("Sort the opinion"),
            each.number,
            reverse("checks:opinion", args=[each.pk]),
            each.due_on,
            each.due_on is not None and each.due_on < day,
        )
        for each in opinions.mine(acting)
    ]
