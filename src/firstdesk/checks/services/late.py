"""Late findings: the unit's leaders and the unit above are told once."""

from datetime import datetime

from django.db import transaction

from firstdesk.checks.models import Finding
from firstdesk.checks.selectors.reach import inspectors, leaders, today
from firstdesk.checks.services import recording
from firstdesk.checks.states import FindingState
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.services import Message, send

CLOCKWORK = Actor.system("clock")
AT_ONCE = 200


@transaction.atomic
def tell_late(*, at: datetime) -> int:
    """Tell once of each late finding: its unit, the unit that found it, and the one above. Returns how many."""
    passed = Finding.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).filter(
        state=FindingState.OPEN, due_on__lt=today(at), late_told_at=None
    )
    found = list(passed.select_related("unit", "by_unit").order_by("pk")[:AT_ONCE])
    steps = [ledger.Moving(each, ledger.Move(None, "finding.late", changes={"late_told_at": at}), at) for each in found]
    ledger.move_many(steps, by=CLOCKWORK)
    for each in found:
        values = {"unit": each.unit.name, "due": each.due_on.isoformat(), "title": each.title}
        message = Message(
            kind="finding.late", level="danger", text=recording.LATE, values=values, url=f"/checks/findings/{each.pk}/"
        )
        send(message, to=_concerned(each, at), at=at)
    return len(found)


def _concerned(finding: Finding, at: datetime) -> list[User]:
    above = directory.centre_of(finding.unit)
    superior = directory.superior_centre(above) if above == finding.unit and above else above
    upward = leaders(superior, at) if superior else []
    return [*leaders(finding.unit, at), *inspectors(finding.by_unit, at), *upward]
