"""Who may keep the shift table."""

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.models import Unit
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting


def may_plan(acting: Acting, unit: Unit) -> bool:
    """Whoever keeps shift tables does so for the own unit and those under it."""
    return acting.may(Permission.MANAGE_ROSTER) and unit.path.startswith(acting.unit.path)


def require_plan(acting: Acting, unit: Unit) -> None:
    """Raises NotAllowed unless the acting person keeps this unit's shift table."""
    if not may_plan(acting, unit):
        raise NotAllowed(_("“%(unit)s” keeps its own shift table; ask its head.") % {"unit": unit.name})
