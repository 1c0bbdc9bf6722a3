"""Which panels stand on the page of one matter, in what order: what is next on top, what is over and what holds nothing folded."""

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
from firstdesk.matters.states import ENDED, State
from firstdesk.mediation.selectors import pages as mediation
from firstdesk.oversight.selectors import clocks as oversight_clocks
from firstdesk.oversight.selectors import panel as oversight
from firstdesk.screening.selectors import majors
from firstdesk.teamwork import selectors as teamwork
from firstdesk.triage.selectors import pages as triage

Context = dict[str, object]
Fill = Callable[[Matter, Acting], Context | None]
Turn = Callable[[Matter, Context], bool]
UNJUDGED = frozenset({State.TO_TRIAGE, State.ESCALATED})
ANSWERING = frozenset({State.TO_REPLY, State.FOLLOW_UP}) | ENDED
SPEAKS = ("may_finish", "may_reply", "may_verify", "may_call")


def _always(matter: Matter, context: Context) -> bool:
    return True


def _while_judged(matter: Matter, context: Context) -> bool:
    return matter.state in UNJUDGED


def _until_answered(matter: Matter, context: Context) -> bool:
    return matter.state not in ANSWERING


def _while_answering(matter: Matter, context: Context) -> bool:
    return matter.state in ANSWERING or any(context.get(name) for name in SPEAKS)


@dataclass(frozen=True)
class Panel:
    """A context's partial and its selector. With `holds`, it only could be begun while none of these is there. Where
    it is not its turn, it stands below under its name, folded."""

    template: str
    fill: Fill
    name: str | Promise = ""
    holds: tuple[str, ...] = ()
    turn: Turn = _always

    def is_bare(self, context: Context) -> bool:
        """Nothing in it yet but what could be begun."""
        return bool(self.holds) and not any(context.get(key) for key in self.holds)


GOING = Panel("dispatch/_scene.html", scene.now)
REPORT = Panel("intake/_panel.html", intake.panel)
FILES = Panel(
    "matters/_files.html",
    files_panel,
    _("Files"),
    turn=lambda matter, context: bool(context["files"]) or _until_answered(matter, context),
)
TRIAGE = Panel("triage/_panel.html", triage.panel, _("Classification"), turn=_while_judged)
SENT = ("referral", "history", "handovers", "appointments")
REFERRAL = Panel("dispatch/_panel.html", dispatch.panel, pgettext_lazy("panel", "Referral"), SENT, _until_answered)
SCENE = Panel("dispatch/_scene.html", scene.panel, _("To the place"), ("lines",), lambda matter, context: False)
HELP = Panel("dispatch/_tasks.html", helping.panel, _("Help from other units"), ("tasks",), _until_answered)
SERVICES = Panel(
    "dispatch/_services.html", serving.panel, _("Services beyond the desk"), ("services",), _until_answered
)
ANSWER = Panel("followup/_panel.html", followup.panel, _("Answer to the person"), turn=_while_answering)
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
RELATED = Panel(
    "intake/_related.html",
    related.panel,
    _("Belongs together"),
    turn=lambda matter, context: _while_judged(matter, context) or bool(context["joined"] or context["into"]),
)
FRESH = (GOING, REPORT, TRIAGE, RELATED, FILES, REFERRAL, SCENE, HELP, SERVICES, ANSWER, COMPLAINT, MEDIATION, MAJOR)
AT_WORK = (GOING, REPORT, MEDIATION, REFERRAL, ANSWER, FILES, SCENE, HELP, SERVICES, COMPLAINT, TRIAGE, RELATED, MAJOR)
TOLD = (GOING, REPORT, ANSWER, COMPLAINT, MEDIATION, REFERRAL, FILES, SCENE, HELP, SERVICES, TRIAGE, RELATED, MAJOR)
ORDER = {State.TO_TRIAGE: FRESH, State.ESCALATED: FRESH, State.TO_REPLY: TOLD, State.FOLLOW_UP: TOLD}
CLOCKS = Panel("obligations/_panel.html", oversight_clocks.panel)
BESIDE = (
    CLOCKS,
    Panel("teamwork/_panel.html", teamwork.panel),
    Panel(
        "oversight/_panel.html",
        lambda matter, acting: oversight.panel(matter, acting, clock.now()),
        _("Supervision and applications"),
        ("words", "applications", "recusals"),
    ),
)


@dataclass(frozen=True)
class Shown:
    """The panels of one page, as text."""

    main: list[str]
    beside: list[str]
    later: list[tuple[str | Promise, str]]  # what is over, or not its turn: its name, its panel
    folded: list[tuple[str | Promise, str]]  # what could be begun: its name, its panel
    first_due: object  # the clock that breaks first


def shown(request: StaffRequest, matter: Matter, at: datetime) -> Shown:
    """Each context's partial, filled by its own selector; a context with nothing to say says nothing."""
    around = {"matter": matter, "acting": request.acting, "at": at}

    def text(panel: Panel, context: Context) -> str:
        return render_to_string(panel.template, around | context, request)

    main = _filled(ORDER.get(State(matter.state), AT_WORK), matter, request.acting)
    beside = _filled(BESIDE, matter, request.acting)
    held = [(panel, context) for panel, context in main if not panel.is_bare(context)]
    return Shown(
        [text(panel, context) for panel, context in held if panel.turn(matter, context)],
        [text(panel, context) for panel, context in beside if not panel.is_bare(context)],
        [(panel.name, text(panel, context)) for panel, context in held if not panel.turn(matter, context)],
        [(panel.name, text(panel, context)) for panel, context in (*main, *beside) if panel.is_bare(context)],
        next((_first_due(context) for panel, context in beside if panel is CLOCKS), None),
    )


def _filled(panels: tuple[Panel, ...], matter: Matter, acting: Acting) -> list[tuple[Panel, Context]]:
    filled = ((panel, panel.fill(matter, acting)) for panel in panels)
    return [(panel, context) for panel, context in filled if context is not None]


def _first_due(context: Context) -> object:
    lines = context["running"]
    assert isinstance(lines, list)
    return next((line for line in lines if line.clock.state == "running"), None)
