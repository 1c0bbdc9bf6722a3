"""Danger of violence: mediation ends and the police are called with no more than they need (art. 25)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firstdesk.common import jobs
from firstdesk.common.refusals import Detail, NotAllowed, Refusal
from firstdesk.directory.models import Unit
from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Case, Failure
from firstdesk.mediation.services.case.consenting import Ending, Happened, end
from firstdesk.mediation.states import BEFORE_AGREEMENT

SEND = "dispatch.send_for_danger"


class Danger(models.TextChoices):
    """The kind of danger, never its story."""

    VIOLENCE = "violence", _("Blows, or threats of them")
    WEAPON = "weapon", _("A weapon or a dangerous thing")
    CROWD = "crowd", _("A crowd gathers")
    SELF = "self", _("Somebody may harm themselves")
    FIRE = "fire", _("Fire, gas or explosives")
    OTHER = "other", _("Another danger")


class Where(models.TextChoices):
    """Where the police should go, without an address in the record."""

    CENTRE = "centre", _("At the centre")
    SCENE = "scene", _("At the place of the matter")


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """What the police are told: the kind of danger and the place."""

    unit: Unit
    danger: str
    where: str = Where.CENTRE


@transaction.atomic
def refer_to_police(case: Case, alarm: Alarm, *, by: Actor, at: datetime) -> Failure:
    """Refer the matter to the police and end the mediation. They get number, place and kind of danger, nothing that was
    said. Raises Refusal where kind or place is missing, NotAllowed where there is nothing to end."""
    if case.state not in BEFORE_AGREEMENT:
        raise NotAllowed(_("This mediation is agreed or over. Where there is danger, call 110."))
    details = []
    if alarm.danger not in Danger.values:
        details.append(Detail("danger", _("Choose the kind of danger.")))
    if alarm.where not in Where.values:
        details.append(Detail("where", _("Choose where it is.")))
    if details:
        raise Refusal(_("The police were not told yet. Where it is pressing, call 110 now."), details=details)
    kind, place = str(Danger(alarm.danger).label), str(Where(alarm.where).label)
    ending = Ending(
        reason=Failure.Reason.DANGER, words=kind, ways_told=[Failure.Way.ADMINISTRATIVE], risk=kind,
        is_urgent_report=True, reported_to=alarm.unit.name,
    )  # fmt: skip
    noted = {"unit": alarm.unit.name, "danger": alarm.danger, "where": alarm.where}
    failure = end(case, ending, Happened("mediation.referred_to_police", noted=noted), by=by, at=at)
    if case.matter.is_open:
        said = gettext("A mediation may turn violent: %(danger)s. %(place)s.") % {"danger": kind, "place": place}
        jobs.defer(SEND, matter_id=case.matter_id, unit_id=alarm.unit.pk, note=said)
    return failure
