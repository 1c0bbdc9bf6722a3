"""Who stands back from a matter, and who does not have to any more."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.ledger.actors import Actor
from firstdesk.matters import policies
from firstdesk.matters.models import Matter, Recusal, RecusalLift
from firstdesk.matters.selectors import concerned
from firstdesk.matters.services.kernel import Step, advance
from firstdesk.obligations import services as obligations


def recuse(matter: Matter, people: Collection[int], why: str, *, by: Actor, at: datetime) -> None:
    """Part of a verb that says in its own entry who stands back; each person once."""
    held = Recusal.objects.standing().filter(matter=matter, why=why).values_list("person_id", flat=True)
    rows = (
        Recusal(matter=matter, person_id=person, why=why, recused_at=at, recused_by_id=by.person_id)
        for person in sorted(set(people) - set(held))
    )
    Recusal.objects.bulk_create(rows)


@transaction.atomic
def lift_recusal(recusal: Recusal, *, reason: str, by: Actor, at: datetime) -> RecusalLift:
    """Somebody need not stand back any more, as a director finds; they may read and handle the matter again.

    The words stand on the row; the record has who it was.
    """
    matter = recusal.matter
    policies.check_lift(recusal, by)
    policies.check_reason(reason, _("Say why the person need not stand back any more; this stays."))
    noted = {"person": recusal.person_id, "why": recusal.why}
    advance(matter, Step(None, "matter.recusal_lifted", noted=noted), by=by, at=at)
    made = RecusalLift.objects.create(recusal=recusal, reason=reason.strip(), lifted_at=at, lifted_by_id=by.by_id)
    obligations.keep_from(matter.pk, concerned(matter))
    return made
