"""Help from other units: the one in the lead asks, each that is asked answers, and has its own clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Detail, NotAllowed, Refusal, at_field
from firstdesk.directory.models import Unit, User
from firstdesk.dispatch import policies
from firstdesk.dispatch.models import Task
from firstdesk.dispatch.selectors.scene import engaged
from firstdesk.dispatch.services import tell
from firstdesk.dispatch.services.turn import check_member, facts_about, shift, taken_by
from firstdesk.dispatch.states import TASK_OPEN, TaskState
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Involvement, Matter
from firstdesk.matters.policies import check_open
from firstdesk.matters.selectors import REQUIRED
from firstdesk.matters.services import Step, advance


@dataclass(frozen=True)
class Request:
    """What is asked of which unit, and by when."""

    unit: Unit
    text: str
    wanted_by: datetime | None = None
    is_required: bool = True


@transaction.atomic
def ask(matter: Matter, request: Request, *, by: Actor, at: datetime) -> Task:
    """Ask a unit to help. Whoever has the matter goes on answering for it."""
    check_open(matter)
    policies.check_leads(by, matter)
    _check_request(matter, request, at)
    assert by.unit_id is not None  # whoever has the matter acts for a unit
    task = Task.objects.create(
        matter=matter,
        unit=request.unit,
        from_unit_id=by.unit_id,
        request=request.text.strip(),
        is_required=request.is_required,
        wanted_by=request.wanted_by,
        asked_at=at,
        asked_by_id=by.by_id,
        changed_at=at,
    )
    facts = facts_about(request.unit)
    if request.is_required:
        facts["help"] = REQUIRED  # the result waits for it, whoever returns it
    if request.wanted_by:
        facts["own_minutes"] = str(max(1, (request.wanted_by - at) // timedelta(minutes=1)))
    step = Step(
        to=None,
        event="task.asked",
        noted=_noted(task) | {"required": task.is_required},  # what is asked stands on the row
        owes=taken_by(request.unit),
        involves=() if request.unit.pk in engaged(matter) else ((request.unit, Involvement.Part.ASSIST),),
        facts=facts,
        part=task.clock_part,
    )
    advance(matter, step, by=by, at=at)
    tell.asked(task, at=at)
    return task


def _check_request(matter: Matter, request: Request, at: datetime) -> None:
    wrong = []
    if not request.text.strip():
        wrong.append(Detail("text", _("Say what the unit is to do.")))
    if request.wanted_by is not None and request.wanted_by <= at:
        wrong.append(Detail("wanted_by", _("The time has passed; choose one to come.")))
    if request.unit.pk == matter.responsible_unit_id or not request.unit.is_active:
        wrong.append(Detail("unit", _("Choose another unit in use; this one has the matter, or is closed.")))
    if wrong:
        raise Refusal(_("Nobody was asked."), details=wrong)


@transaction.atomic
def take_on(task: Task, *, by: Actor, at: datetime, handler: User | None = None) -> Task:
    """The unit helps."""
    policies.check_helps(by, task)
    check_member(handler, task.unit, at)
    changes = {"decided_at": at, "decided_by_id": by.by_id, "handler": handler}
    return _turn(task, TaskState.ACCEPTED, "task.accepted", changes, by=by, at=at)


@transaction.atomic
def refuse(task: Task, *, reason: str, by: Actor, at: datetime) -> Task:
    """The unit cannot help, and says why."""
    policies.check_helps(by, task)
    _say(reason, _("Say why your unit cannot help."))
    changes = {"ended_at": at, "ended_by_id": by.by_id, "answer": reason.strip()}
    _turn(task, TaskState.OBJECTED, "task.objected", changes, by=by, at=at)
    tell.answered_task(task, tell.TASK_REFUSED, at=at)
    return task


@transaction.atomic
def complete(task: Task, *, text: str, by: Actor, at: datetime) -> Task:
    """The unit has done its part."""
    policies.check_helps(by, task)
    _say(text, _("Say what your unit has done."))
    changes = {"ended_at": at, "ended_by_id": by.by_id, "answer": text.strip()}
    if task.decided_at is None:
        changes |= {"decided_at": at, "decided_by_id": by.by_id}
    _turn(task, TaskState.DONE, "task.done", changes, by=by, at=at)
    tell.answered_task(task, tell.TASK_DONE, at=at)
    return task


@transaction.atomic
def drop(task: Task, *, reason: str, by: Actor, at: datetime) -> Task:
    """Whoever asked no longer needs it."""
    policies.check_asked(by, task)
    _say(reason, _("Say why it is no longer needed; the unit reads it."))
    changes = {"ended_at": at, "ended_by_id": by.by_id, "answer": reason.strip()}
    _turn(task, TaskState.WITHDRAWN, "task.withdrawn", changes, by=by, at=at)
    tell.dropped(task, at=at)
    return task


def drop_all(matter: Matter, *, reason: str, by: Actor, at: datetime) -> None:
    """The lead does not wait for what is still outstanding, and says why."""
    for task in Task.objects.filter(matter=matter, state__in=TASK_OPEN).select_related("unit", "from_unit"):
        task.matter = matter
        changes = {"ended_at": at, "ended_by_id": by.by_id, "answer": reason.strip()}
        _turn(task, TaskState.WITHDRAWN, "task.withdrawn", changes, by=by, at=at)
        tell.dropped(task, at=at)


def outstanding(matter: Matter) -> list[Task]:
    """Required help that is not given yet."""
    return list(Task.objects.filter(matter=matter, state__in=TASK_OPEN, is_required=True).select_related("unit"))


def _turn(task: Task, to: TaskState, event: str, changes: Mapping[str, object], *, by: Actor, at: datetime) -> Task:
    check_open(task.matter)
    if to not in task.moves[task.state]:
        raise NotAllowed(
            _("This is not possible now: the help of “%(unit)s” is “%(state)s”.")
            % {"unit": task.unit.name, "state": task.get_state_display()}
        )
    step = Step(to=None, event=event, noted=_noted(task), owes=taken_by(task.unit), part=task.clock_part)
    advance(task.matter, step, by=by, at=at)
    shift(task, to, {**changes, "changed_at": at})
    return task


def _noted(task: Task) -> dict[str, object]:
    return {"task": task.pk, "unit": task.unit.name}


def _say(words: str, why: object) -> None:
    if not words.strip():
        raise at_field("text", str(why))
