"""More time, another grade, the report upward, the police; several cases at one table."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstdesk.common import clock
from firstdesk.common.forms import cleaned
from firstdesk.common.refusals import at_field
from firstdesk.directory.access import StaffRequest, needs
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.mediation import forms, policies
from firstdesk.mediation.access import seen_case
from firstdesk.mediation.models import Case
from firstdesk.mediation.selectors import pages
from firstdesk.mediation.services import case as verbs
from firstdesk.mediation.views.case.steps import back

P = Permission
WORKS = (P.MEDIATE, P.DECIDE)


@require_POST
@needs(*WORKS)
def extend(request: StaffRequest, number: str) -> HttpResponse:
    """Extend the case with every party's consent."""
    case, form = seen_case(request, number), forms.LongerForm(request.POST)
    cleaned(form)
    verbs.extend(case, form.longer(), by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(*WORKS)
def regrade(request: StaffRequest, number: str) -> HttpResponse:
    """Change the grade."""
    case = seen_case(request, number)
    given = cleaned(forms.RegradeForm(request.POST))
    verbs.regrade(case, given["grade"], given["why"], by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(*WORKS)
def report_up(request: StaffRequest, number: str) -> HttpResponse:
    """A major dispute, made known to the centre above."""
    case = seen_case(request, number)
    given = cleaned(forms.ReportForm(request.POST))
    verbs.report_up(case, given["form"], by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(*WORKS)
def refer_to_police(request: StaffRequest, number: str) -> HttpResponse:
    """Danger: refer to the police, which ends the mediation."""
    case = seen_case(request, number)
    given = cleaned(forms.AlarmForm(request.POST, units=pages.police(case)))
    alarm = verbs.Alarm(unit=Unit.objects.get(pk=given["unit"]), danger=given["danger"], where=given["where"])
    verbs.refer_to_police(case, alarm, by=request.acting.actor, at=clock.now())
    return back(request, case)


@require_POST
@needs(*WORKS)
def join(request: StaffRequest, number: str) -> HttpResponse:
    """This case and others are mediated together; each keeps its papers to itself."""
    case = seen_case(request, number)
    given = cleaned(forms.JoinForm(request.POST))
    wanted = set(given["numbers"].upper().split()) - {case.number}
    others = list(Case.objects.filter(number__in=wanted).select_related("matter__centre", "centre"))
    if len(others) != len(wanted) or not all(policies.works(other, request.acting) for other in others):
        raise at_field("numbers", _("Choose cases that you work on; nothing was joined."))
    verbs.join([case, *others], given["title"], by=request.acting.actor, at=clock.now())
    return back(request, case)
