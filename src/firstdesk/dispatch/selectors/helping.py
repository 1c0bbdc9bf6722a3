"""Questions about help from other units: what was asked of whom, what is still outstanding."""

from dataclasses import dataclass

from django.db.models import QuerySet

from firstdesk.common.reading import may_hold
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.dispatch.models import Task
from firstdesk.dispatch.selectors.units import units_that_receive
from firstdesk.dispatch.states import TASK_OPEN
from firstdesk.matters.models import Matter

_NAMED = ("matter", "unit", "from_unit")
CLAUSES = {"clauses_task": ("SS-110-03", "SS-MC-09")}


def asked_of(acting: Acting) -> QuerySet[Task]:
    """What the units somebody acts for were asked to help with; what is still to do first."""
    return _readable(acting).filter(unit__in=acting.unit_ids)


def asked_by(acting: Acting) -> QuerySet[Task]:
    """What their units asked of others."""
    return _readable(acting).filter(from_unit__in=acting.unit_ids)


def _readable(acting: Acting) -> QuerySet[Task]:
    matters = Matter.objects.visible_to(acting).filter(tasks__isnull=False).values("pk")
    return Task.objects.filter(matter__in=matters).select_related(*_NAMED).order_by("ended_at", "-asked_at", "-pk")


@dataclass(frozen=True)
class TaskLine:
    """A task on a page, and what somebody may do about it."""

    task: Task
    may_answer: bool  # of the unit that was asked
    may_drop: bool  # of those who asked


def task_line(task: Task, acting: Acting) -> TaskLine:
    """What somebody may do about a task now."""
    is_open = task.is_open and task.matter.is_open
    asked = {task.from_unit_id, task.matter.centre_id}
    return TaskLine(
        task,
        may_answer=is_open and task.unit_id == acting.unit.pk and acting.may(Permission.HANDLE),
        may_drop=is_open and acting.unit.pk in asked and may_ask_at_all(acting),
    )


def may_ask_at_all(acting: Acting) -> bool:
    """Whether this post asks others for help."""
    return acting.may(Permission.REFER) or acting.may(Permission.HANDLE)


def may_ask(matter: Matter, acting: Acting) -> bool:
    """Whoever has the matter asks others to help, and so does the centre that registered it."""
    near = acting.unit.pk in {matter.responsible_unit_id, matter.centre_id}
    return matter.is_open and near and may_ask_at_all(acting)


def outstanding(matter: Matter) -> int:
    """How much required help is not given yet."""
    if not may_hold(matter, Task):
        return 0
    return Task.objects.filter(matter=matter, state__in=TASK_OPEN, is_required=True).count()


def panel(matter: Matter, acting: Acting) -> dict[str, object] | None:
    """Who was asked to help; None where there is nothing to show or to do."""
    asked = Task.objects.filter(matter=matter).select_related("unit", "from_unit").order_by("asked_at", "pk")
    tasks = list(asked.prefetch_related("handler", "ended_by")) if may_hold(matter, Task) else []
    for task in tasks:
        task.matter = matter
    asks = may_ask(matter, acting)
    if not tasks and not asks:
        return None
    units = [unit for unit in units_that_receive(matter) if unit.pk != matter.responsible_unit_id] if asks else []
    return {
        "matter": matter,
        "tasks": [task_line(each, acting) for each in tasks],
        "may_ask": asks,
        "units": units,
        **CLAUSES,
    }
