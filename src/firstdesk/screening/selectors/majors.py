"""Major disputes as their list and pages show them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from firstdesk.common import clock
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter
from firstdesk.mediation.models import Case
from firstdesk.mediation.states import OPEN
from firstdesk.obligations.models import Clock
from firstdesk.obligations.states import ClockState
from firstdesk.regulations import selectors as regulations
from firstdesk.screening.models import Major, Progress
from firstdesk.screening.selectors.figures import DISPUTE
from firstdesk.screening.selectors.reading import REPORTS
from firstdesk.triage.models import HazardForm


def visible(acting: Acting) -> QuerySet[Major]:
    """As policies.reads_major, for a list."""
    found = Q(reported_by=acting.user) | Q(leader=acting.user)
    if acting.may(Permission.DECIDE) or acting.may(Permission.READ_CONFIDENTIAL):
        found |= Q(centre__in=acting.unit_ids) | Q(superior__in=acting.unit_ids)
    related = ("matter", "centre", "superior", "leader", "case")
    return Major.objects.filter(found).select_related(*related).order_by("-reported_at", "-pk")


def progresses(major: Major) -> list[Progress]:
    """How it went on, newest first."""
    return list(Progress.objects.filter(major=major).select_related("noted_by").order_by("-noted_at", "-pk"))


def case_of(matter: Matter) -> Case | None:
    """The case under mediation, where there is one."""
    found = Case.objects.filter(matter=matter, state__in=sorted(OPEN)).select_related("matter__centre", "centre")
    return found.order_by("-pk").first()


def prefilled(matter: Matter, at: datetime) -> dict[str, object]:
    """What is known of it already: the form for the classification says most of it."""
    form = HazardForm.objects.filter(matter=matter).order_by("-pk").first()
    report = getattr(matter, "report", None)
    known: dict[str, object] = {
        "kind": matter.topic,
        "place": report.place if report else "",
        "found_on": clock.local(at).date(),
    }
    if form is not None:
        known |= {
            "parties": form.parties,
            "people_involved": form.people_involved,
            "cause": form.cause,
            "focus": form.focus,
            "measures": form.measures,
            "asked": form.superior_asked,
        }
    return known


def kind_name(major: Major) -> str:
    """The kind of dispute in words."""
    return regulations.topic_name(regulations.version(major.matter.rulebook_version), major.kind)


def clocks(major: Major) -> list[Clock]:
    """What still runs for the report upward."""
    found = Clock.objects.filter(matter_id=major.matter_id, code="mediation_report_up")
    return list(found.exclude(state=ClockState.STOPPED))


def panel(matter: Matter, acting: Acting) -> dict[str, object] | None:
    """On the page of a dispute: whether it was registered as a major one, and the form."""
    if matter.nature != DISPUTE:
        return None
    found = list(visible(acting).filter(matter=matter))
    may = matter.is_open and bool(acting.permissions & REPORTS)
    return {"majors": found, "may_register": may} if found or may else None
