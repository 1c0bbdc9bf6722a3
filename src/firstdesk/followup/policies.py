"""Why somebody may not answer the person. The services ask with the Actor of the record, whatever the edge."""

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.followup import selectors
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter


def check_speaks(by: Actor, matter: Matter) -> None:
    """The person hears from the centre they asked, or from the unit that has the matter."""
    if by.unit_id not in {matter.centre_id, matter.responsible_unit_id}:
        raise NotAllowed(
            _("The person is answered by “%(centre)s” or by the unit that has the matter. You act for another unit.")
            % {"centre": matter.centre.name}
        )


def check_own_handling(by: Actor, matter: Matter) -> None:
    """The unit's own work ends here; a unit that was asked returns its result instead."""
    if not selectors.is_own_handling(matter) or by.unit_id != matter.responsible_unit_id:
        raise NotAllowed(
            _("This is with “%(unit)s” (%(state)s), which returns its result itself.")
            % {"unit": matter.responsible_unit.name, "state": matter.get_state_display()}
        )


def check_centre(by: Actor, matter: Matter) -> None:
    """Only the centre that registered the matter takes it up again."""
    if by.unit_id != matter.centre_id:
        raise NotAllowed(_("Only “%(centre)s” may reopen this.") % {"centre": matter.centre.name})
