"""Questions about the ways of service beyond the desk."""

from dataclasses import dataclass

from firstdesk.common.reading import may_hold
from firstdesk.directory.models import Appointment as Tenure
from firstdesk.directory.models import User
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.dispatch.models import Service, ServiceStep
from firstdesk.dispatch.states import STEPS, ServiceMode, ServiceStepKind
from firstdesk.matters.models import Matter

CLAUSES = {"clauses_proxy": ("SS-MC-05",)}


def step_kind(mode: str, key: str) -> ServiceStepKind:
    """The step of this name in a way of service."""
    return next(step for step in STEPS[mode] if step.key == key)


@dataclass(frozen=True)
class StepLine:
    """A step on a page: done with its evidence, next, or still to come."""

    kind: ServiceStepKind
    done: ServiceStep | None
    is_next: bool


@dataclass(frozen=True)
class ServiceLine:
    """A service on a page."""

    service: Service
    steps: list[StepLine]
    ended: ServiceStep | None  # why it ended early


def serves(matter: Matter, acting: Acting) -> bool:
    """Whoever has the matter serves the person, and so does the centre that registered it."""
    near = acting.unit.pk in {matter.responsible_unit_id, matter.centre_id}
    works = acting.permissions & {Permission.HANDLE, Permission.REFER, Permission.REPLY}
    return matter.is_open and near and bool(works)


def panel(matter: Matter, acting: Acting) -> dict[str, object] | None:
    """The services of a matter; None where there is nothing to show or to do."""
    begun = (
        Service.objects.filter(matter=matter).prefetch_related("steps__done_by", "agent").order_by("started_at", "pk")
    )
    services = list(begun) if may_hold(matter, Service) else []
    may = serves(matter, acting)
    if not services and not may:
        return None
    under_way = {service.mode for service in services if service.is_open}
    return {
        "matter": matter,
        "services": [_line(service) for service in services],
        "may_serve": may,
        "modes": [choice for choice in ServiceMode.choices if choice[0] not in under_way],
        "agents": _agents(matter) if may and under_way else [],
        **CLAUSES,
    }


def _agents(matter: Matter) -> list[User]:
    held = Tenure.objects.filter(post__unit=matter.responsible_unit, ends_on=None).values("user")
    return list(User.objects.filter(pk__in=held, is_active=True).order_by("first_name"))


def _line(service: Service) -> ServiceLine:
    done = {step.step: step for step in service.steps.all()}
    steps = [
        StepLine(kind, done.get(kind.key), service.is_open and kind.key == service.next_step)
        for kind in STEPS[service.mode]
    ]
    return ServiceLine(service, steps, done.get("ended"))
