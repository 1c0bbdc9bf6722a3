"""Who may post what for whom."""

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.models import Unit
from firstdesk.directory.scope import Acting
from firstdesk.wall.selectors.keeping import may_keep


def check_post(acting: Acting, unit: Unit) -> None:
    """Raises NotAllowed unless the person may post for this unit: their own, one beneath it, or one that serves their
    centre."""
    if not may_keep(acting, unit):
        raise NotAllowed(_("What “%(unit)s” makes known is kept by its own people.") % {"unit": unit.name})
