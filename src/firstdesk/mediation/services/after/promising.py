"""What an agreement promises runs as clocks: reminded, checked on the day, kept with proof, broken, urged."""

from datetime import datetime

from firstdesk.ledger.actors import Actor
from firstdesk.mediation.models import Agreement, Case, Promise
from firstdesk.mediation.services.kernel import Happening, happen


def promise_all(agreement: Agreement, *, by: Actor, at: datetime) -> None:
    """Part of the verbs that bring an agreement into effect: each performance gets its clock, to the day agreed."""
    case = Case.objects.select_related("matter__centre", "centre").get(pk=agreement.case_id)
    for promise in Promise.objects.filter(term__agreement=agreement).order_by("due_on", "pk"):
        noted = {"promise": promise.pk, "due_on": promise.due_on.isoformat()}
        step = Happening("mediation.promise_made", noted=noted, part=promise.part, due_on=promise.due_on)
        happen(case, step, by=by, at=at)
