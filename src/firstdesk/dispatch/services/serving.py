"""Ways of service beyond the desk: done on the person's behalf, at their home, accompanied. Begun and ended as they wish."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from firstdesk.common.refusals import Conflict, NotAllowed, at_field
from firstdesk.directory.models import User
from firstdesk.dispatch import policies
from firstdesk.dispatch.models import Service, ServiceStep
from firstdesk.dispatch.selectors.serving import step_kind
from firstdesk.dispatch.services.turn import check_member, need, shift
from firstdesk.dispatch.states import STEPPED, STEPS, ServiceMode, ServiceState
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.policies import check_open
from firstdesk.matters.services import Step, advance


@dataclass(frozen=True)
class Wish:
    """What the person asked for."""

    mode: str
    is_asked_by_person: bool = False
    meets_at: datetime | None = None


@transaction.atomic
def start_service(matter: Matter, wish: Wish, *, by: Actor, at: datetime) -> Service:
    """Begin, at the request of the person who asked. There is no fee, and no field for one (SS-MC-05)."""
    check_open(matter)
    policies.check_leads(by, matter)
    need(matter, "dispatch.start_service", {"asked_by_person"} if wish.is_asked_by_person else set(), at=at)
    if wish.mode not in ServiceMode.values:
        raise at_field("mode", _("Choose a way of service."))
    if Service.objects.filter(matter=matter, mode=wish.mode, state=ServiceState.OPEN).exists():
        raise NotAllowed(_("This service is under way already."))
    service = Service.objects.create(
        matter=matter,
        mode=wish.mode,
        next_step=STEPS[wish.mode][0].key,
        meets_at=wish.meets_at,
        started_at=at,
        started_by_id=by.by_id,
        changed_at=at,
    )
    _record(service, "service.started", by=by, at=at)
    return service


@dataclass(frozen=True)
class Evidence:
    """What a step leaves behind: words, and for a proxy who acts."""

    note: str = ""
    agent: User | None = None


@transaction.atomic
def take_step(service: Service, key: str, evidence: Evidence, *, by: Actor, at: datetime) -> Service:
    """The next step is done; the last one ends the service."""
    check_open(service.matter)
    policies.check_leads(by, service.matter)
    if not service.is_open or service.next_step != key:
        raise Conflict
    kind = step_kind(service.mode, key)
    _check_evidence(service, key, evidence, at)
    ServiceStep.objects.create(service=service, step=key, note=evidence.note.strip(), done_at=at, done_by_id=by.by_id)
    keys = [each.key for each in STEPS[service.mode]]
    after = keys[keys.index(key) + 1 :]
    changes: dict[str, object] = {"next_step": after[0] if after else "", "changed_at": at}
    if evidence.agent is not None and key == "agent":
        changes["agent"] = evidence.agent
    event, to = kind.event, ServiceState.OPEN
    if not after:
        event, to = "service.done" if event == STEPPED else event, ServiceState.DONE
        changes |= {"ended_at": at, "ended_by_id": by.by_id}
    _record(service, event, by=by, at=at, step=key, agent=str(evidence.agent or ""))
    shift(service, to, changes)
    return service


def _check_evidence(service: Service, key: str, evidence: Evidence, at: datetime) -> None:
    if step_kind(service.mode, key).needs_note and not evidence.note.strip():
        raise at_field("note", _("Write what was agreed or handed over; it is the evidence of this step."))
    if key == "agent":
        papers = service.steps.filter(step="papers").exists()
        need(service.matter, "dispatch.name_agent", {"papers"} if papers else set(), at=at)
        if evidence.agent is None:
            raise at_field("agent", _("Name who acts for the person."), clauses=("SS-MC-05",))
        check_member(evidence.agent, service.matter.responsible_unit, at)


@transaction.atomic
def end_service(service: Service, *, reason: str, by: Actor, at: datetime) -> Service:
    """The person no longer wishes it, or it is not possible."""
    policies.check_leads(by, service.matter)
    if not service.is_open:
        raise Conflict
    if not reason.strip():
        raise at_field("reason", _("Say why it ends."))
    _record(service, "service.ended", by=by, at=at)
    ServiceStep.objects.create(service=service, step="ended", note=reason.strip(), done_at=at, done_by_id=by.by_id)
    shift(service, ServiceState.ENDED, {"ended_at": at, "ended_by_id": by.by_id, "changed_at": at})
    return service


def _record(service: Service, event: str, *, by: Actor, at: datetime, step: str = "", agent: str = "") -> None:
    noted: dict[str, object] = {"service": service.pk, **_named("what", ServiceMode(service.mode).label)}
    if step:
        noted |= _named("step", step_kind(service.mode, step).label)
    if agent:
        noted["agent"] = agent
    turn = Step(
        to=None, event=event, noted=noted, facts={"service_mode": service.mode}, part=service.clock_part
    )  # who acts for the person is staff; the words of a step stand on its row
    advance(service.matter, turn, by=by, at=at)


def _named(key: str, label: object) -> dict[str, object]:
    """A word in both languages: the record is read in either."""
    with override("en"):
        english = str(label)
    with override(settings.LANGUAGE_CODE):
        return {key: str(label), f"{key}_en": english}
