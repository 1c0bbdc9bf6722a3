"""Closed circles of people: a matter in one is seen by nobody else, whatever their role."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import validation
from firstdesk.common.refusals import at_field
from firstdesk.directory.models import Compartment, Unit, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor


@transaction.atomic
def create_compartment(*, unit: Unit, name: str, members: Sequence[User], by: Actor, at: datetime) -> Compartment:
    """Set up a circle with its first members; without a member nobody could ever see what is in it."""
    if not members:
        message = _("Name at least one member.")
        raise at_field("members", message, whole=_("Nothing was saved."))
    circle = Compartment(unit=unit, name=name.strip())
    validation.check(circle)
    circle.save(force_insert=True)
    circle.members.set(members)
    ledger.append(
        ledger.Draft(
            chain=f"unit:{unit.pk}",
            verb="compartment.created",
            by=by,
            at=at,
            subject_kind="directory.Compartment",
            subject_id=circle.pk,
            after={"name": circle.name, "members": sorted(str(member) for member in members)},
        )
    )
    return circle
