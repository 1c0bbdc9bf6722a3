"""My day."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from firstdesk.assessment.waiting import waiting as assessments
from firstdesk.checks.selectors import day as checks
from firstdesk.common import clock
from firstdesk.common.http import key_in
from firstdesk.common.waiting import Waiting, soonest
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.meetings.selectors import resolutions
from firstdesk.obligations.selectors import duties
from firstdesk.training.selectors import day as training
from firstdesk.workbench.selectors import day as days
from firstdesk.workbench.selectors import setup
from firstdesk.workbench.selectors.owed import owed

P = Permission
WORKS = frozenset({P.REGISTER, P.TRIAGE, P.REFER, P.HANDLE, P.REPLY, P.DECIDE, P.MEDIATE})
CASES = frozenset({P.READ_OWN, P.READ_SUBTREE})
TASKS = 12


@require_GET
@needs()
def day(request: StaffRequest) -> HttpResponse:
    """What waits for this person, by what their post is for."""
    at = clock.now()
    section, page = request.GET.get("section", ""), key_in(request.GET.get("page", "")) or 1
    works = bool(request.acting.permissions & WORKS)
    if works and request.htmx.target == "todo":  # every half minute, of every open page: nothing around it
        todo = days.day(request.acting, at, days.Asked(works, watches=False, section=section, number=page)).todo
        return render(request, "workbench/_todo.html", {"at": at, "section": section, "todo": todo})
    return render(request, "workbench/day.html", {"at": at} | _day(request.acting, at, section, page))


def _day(acting: Acting, at: datetime, section: str, page: int) -> dict[str, object]:
    mine = acting.permissions
    asked = days.Asked(
        bool(mine & WORKS), bool(mine & {P.READ_SUBTREE, P.READ_FIGURES} and mine & CASES), section, page
    )
    found = days.day(acting, at, asked)
    return {
        "section": section,
        "may_register": P.REGISTER in mine,
        "todo": found.todo,
        "owed": owed(acting) if mine & CASES else [],
        "watch": found.watch,
        "checks": _tasks(acting, at),
        "resolutions": resolutions.for_day(acting, at) if mine & CASES else [],
        "duties": duties.for_day(acting, at),
        "on_duty": days.on_duty(acting.centre, at),
        "gaps": setup.gaps(at) if P.MANAGE_DIRECTORY in mine else None,
        "record": setup.record(at) if P.READ_AUDIT in mine else None,
        "ended": setup.ended(acting)[:30] if P.ARCHIVE in mine else None,
    }


def _tasks(acting: Acting, at: datetime) -> list[Waiting]:
    """Checks, assessments, courses: what is no matter and yet waits for this person."""
    every = [*checks.waiting(acting, at), *assessments(acting, at), *training.waiting(acting, at)]
    return soonest(every, TASKS)
