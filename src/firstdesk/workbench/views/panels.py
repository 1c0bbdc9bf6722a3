"""Which panels stand on the page of one matter, in what order: what is next on top, what holds nothing yet folded away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdesk.common import clock
from firstdesk.complaints import selectors as complaints
from firstdesk.directory.access import StaffRequest
from firstdesk.directory.scope import Acting
from firstdesk.dispatch import selectors as dispatch
from firstdesk.dispatch.selectors import helping, scene, serving
from firstdesk.followup import selectors as followup
from firstdesk.intake import selectors as intake
from firstdesk.intake.selectors import related
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import files_panel
from firstdesk.matters.states import State
from firstdesk.mediation.selectors import pages as mediation
from firstdesk.oversight.selectors import clocks as oversight_clocks
from firstdesk.oversight.selectors import panel as oversight
from firstdesk.screening.selectors import majors
from firstdesk.teamwork import selectors as teamwork
from firstdesk.triage.selectors import pages as triage

Context = dict[str, object]
Fill = Callable[[Matter, Acting], Context | None]


@dataclass(frozen=True)
class Panel:
    """A context's partial and its selector. Named and with `holds`, it is folded away while none of these is there."""

    template: str
    fill: Fill
    name: str | Promise = ""
    holds: tuple[str, ...] = ()

    def is_bare(self, context: Context) -> bool:
        """Nothing in it yet but what could be begun."""
        return bool(self.holds) and not any(context.get(key) for key in self.holds)


GOING = Panel("dispatch/_scene.html", scene.now)
REPORT = Panel("intake/_panel.html", intake.panel)
FILES = Panel("matters/_files.html", files_panel)
TRIAGE = Panel("triage/_panel.html", triage.panel)
SENT = ("referral", "history", "handovers", "appointments")
REFERRAL = Panel("dispatch/_panel.html", dispatch.panel, pgettext_lazy("panel", "Referral"), SENT)
SCENE = Panel("dispatch/_scene.html", scene.panel, _("To the place"), ("lines",))
HELP = Panel("dispatch/_tasks.html", helping.panel, _("Help from other units"), ("tasks",))
SERVICES = Panel("dispatch/_services.html", serving.panel, _("Services beyond the desk"), ("services",))
ANSWER = Panel("followup/_panel.html", followup.panel)
COMPLAINT = Panel(
    "complaints/_panel.html",
    lambda matter, acting: complaints.panel(matter, acting, clock.now()),
    _("Complaint"),
    ("complaint",),
)
MEDIATION = Panel(
    "mediation/_panel.html",
    lambda matter, acting: mediation.panel(matter, acting, clock.now()),
    _("Mediation"),
    ("cases",),
)
MAJOR = Panel("screening/_panel.html", majors.panel, _("Major dispute"), ("majors",))
RELATED = Panel("intake/_related.html", related.panel)
FRESH = (GOING, REPORT, TRIAGE, RELATED, FILES, REFERRAL, SCENE, HELP, SERVICES, ANSWER, COMPLAINT, MEDIATION, MAJOR)
AT_WORK = (GOING, REPORT, MEDIATION, REFERRAL, ANSWER, FILES, SCENE, HELP, SERVICES, COMPLAINT, TRIAGE, RELATED, MAJOR)
TOLD = (GOING, REPORT, ANSWER, COMPLAINT, MEDIATION, REFERRAL, FILES, SCENE, HELP, SERVICES, TRIAGE, RELATED, MAJOR)
ORDER = {State.TO_TRIAGE: FRESH, State.ESCALATED: FRESH, State.TO_REPLY: TOLD, State.FOLLOW_UP: TOLD}
CLOCKS = Panel("obligations/_panel.html", oversight_clocks.panel)
BESIDE = (
    CLOCKS,
    Panel("teamwork/_panel.html", teamwork.panel),
    Panel("oversight/_panel.html", lambda matter, acting: oversight.panel(matter, acting, clock.now())),
)


@dataclass(frozen=True)
class Shown:
    """The panels of one page, as text."""

    main: list[str]
    beside: list[str]
    folded: list[tuple[str | Promise, str]]  # what could be begun: its name, its panel
    first_due: object  # the clock that breaks first


def shown(request: StaffRequest, matter: Matter, at: datetime) -> Shown:
    """Each context's partial, filled by its own selector; a context with nothing to say says nothing."""
    around = {"matter": matter, "acting": request.acting, "at": at}

    def text(panel: Panel, context: Context) -> str:
        return render_to_string(panel.template, around | context, request)

    main = _filled(ORDER.get(State(matter.state), AT_WORK), matter, request.acting)
    beside = _filled(BESIDE, matter, request.acting)
    return Shown(
        [text(panel, context) for panel, context in main if not panel.is_bare(context)],
        [text(panel, context) for panel, context in beside],
        [(panel.name, text(panel, context)) for panel, context in main if panel.is_bare(context)],
        next((_first_due(context) for panel, context in beside if panel is CLOCKS), None),
    )


def _filled(panels: tuple[Panel, ...], matter: Matter, acting: Acting) -> list[tuple[Panel, Context]]:
    filled = ((panel, panel.fill(matter, acting)) for panel in panels)
    return [(panel, context) for panel, context in filled if context is not None]


def _first_due(context: Context) -> object:
    lines = context["running"]
    assert isinstance(lines, list)
    return next((line for line in lines if line.clock.state == "running"), None)
