"""Why somebody may not urge, supervise, answer, apply or decide. The services ask with the Actor of the record."""

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.models import Unit
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.oversight.models import Supervision


def check_overseer(matter: Matter, by: Actor) -> None:
    """Overseers stand in the centre of the matter, above it, or in the unit that sent it on."""
    if by.unit_id in {matter.centre_id, matter.responsible_unit_id}:
        return
    above = Unit.objects.filter(pk=by.unit_id).values_list("path", flat=True).first()
    if above is None or not matter.centre.path.startswith(above):
        raise NotAllowed(
            _("“%(centre)s” and those above it look after its matters; your unit does not.")
            % {"centre": matter.centre.name}
        )


def check_addressed(row: Supervision, by: Actor) -> None:
    """Only the unit that was spoken to answers."""
    if by.unit_id != row.unit_id:
        raise NotAllowed(
            _("This was said to “%(unit)s”; only its people answer. You act for another unit.")
            % {"unit": row.unit.name}
        )
