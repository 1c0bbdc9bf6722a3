"""The posts every kind of unit starts with; the other contexts find them by these codes."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.directory.models import CentreKind, UnitKind


@dataclass(frozen=True)
class PostPlan:
    """A post as it is set up with its unit."""

    code: str
    name: str | Promise
    role: str
    is_queue: bool = False
    is_leader: bool = False


_CENTRE = (
    PostPlan("intake", _("Intake desk"), "intake_officer", is_queue=True),
    PostPlan("director", _("Director"), "director", is_queue=True, is_leader=True),
    PostPlan("group_leader", _("Group leader"), "group_leader"),
    PostPlan("supervisor", _("Supervisor"), "supervisor"),
    PostPlan("archive", _("Archive"), "archivist"),
    PostPlan("admin", _("System administrator"), "system_administrator"),
    PostPlan("auditor", _("Auditor"), "auditor"),
)
_MEDIATION = PostPlan("mediation", _("Mediation group"), "mediator", is_queue=True)
_WINDOW = PostPlan("window", _("Service window"), "handler", is_queue=True)
_OTHER = (
    PostPlan("liaison", _("Liaison"), "unit_liaison", is_queue=True),
    PostPlan("leader", _("Head of unit"), "group_leader", is_leader=True),
    PostPlan("handler", _("Handler"), "handler"),
)
_JURISDICTION = (
    PostPlan("supervisor", _("Supervisor"), "supervisor"),
    PostPlan("admin", _("System administrator"), "system_administrator"),
    PostPlan("auditor", _("Auditor"), "auditor"),
)


def plans_for(kind: str, centre_kind: str = "") -> tuple[PostPlan, ...]:
    """The posts a new unit of this kind gets."""
    if kind == UnitKind.JURISDICTION:
        return _JURISDICTION
    if kind != UnitKind.CENTRE:
        return _OTHER
    return (*_CENTRE, _WINDOW) if centre_kind == CentreKind.WINDOW else (*_CENTRE, _MEDIATION)
