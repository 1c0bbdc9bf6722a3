"""What is owed to the person after an answer, as rows of a list: opened and ended by the verbs, never by hand."""

from datetime import datetime

from django.db.models import F

from firstdesk.directory.models import User
from firstdesk.followup.models import Task
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter

# Whose end is the task's due date: the promise of the rules that runs meanwhile.
CLOCKS = {Task.Kind.CALL_BACK: "follow_up", Task.Kind.VERIFY: "verify", Task.Kind.FEED_BACK: "call_back_feedback"}


def open_task(matter: Matter, kind: Task.Kind, *, by: Actor, at: datetime, person: User | None = None) -> None:
    """Part of a verb: from now this is owed, once."""
    row = Task(
        matter=matter, kind=kind, clock_code=CLOCKS[kind], person=person, opened_at=at, opened_by_id=by.person_id
    )
    Task.objects.bulk_create([row], ignore_conflicts=True)


def end_task(
    matter: Matter, kind: Task.Kind, outcome: Task.Outcome, *, by: Actor, at: datetime, finding: str = ""
) -> None:
    """Part of a verb: this is no longer owed."""
    task = Task.objects.filter(matter=matter, kind=kind, ended_at=None)
    task.update(outcome=outcome, ended_at=at, ended_by_id=by.person_id, finding=finding, next_at=None)


def note_attempt(matter: Matter, next_at: datetime | None) -> None:
    """Part of a verb: nobody was reached; try again then."""
    task = Task.objects.filter(matter=matter, kind=Task.Kind.CALL_BACK, ended_at=None)
    task.update(attempts=F("attempts") + 1, next_at=next_at)
