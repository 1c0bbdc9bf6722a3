"""What units do beside the one that has the matter: go to the place, help, serve beyond the desk."""

from datetime import timedelta

from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.models import Service, Task, Turnout
from firstdesk.dispatch.states import ServiceMode
from tests.invariants.scene import Scene


def _turnout(s: Scene) -> Turnout:
    return s.pick(list(Turnout.objects.filter(matter=s.matter).select_related("matter", "unit").order_by("-pk")[:3]))


def _task(s: Scene) -> Task:
    found = Task.objects.filter(matter=s.matter).select_related("matter", "unit", "from_unit")
    return s.pick(list(found.order_by("-pk")[:2]))


def _service(s: Scene) -> Service:
    return s.pick(list(Service.objects.filter(matter=s.matter).select_related("matter").order_by("-pk")[:2]))


def _order(s: Scene) -> object:
    part = (Turnout.Part.RESPONSIBLE, Turnout.Part.FIRST)[s.draw // 3 % 2]
    return dispatch.order(s.matter, dispatch.Order(s.unit, part, "请到场"), by=s.actor(), at=s.at)


def _order_first(s: Scene) -> object:
    first = s.around.units[-1]
    responsible = s.unit if s.draw % 2 else None
    action = dispatch.FirstAction(first, responsible, is_police_work=responsible is None)
    return dispatch.order_first(s.matter, action, by=s.actor(), at=s.at)


def _depart(s: Scene) -> object:
    out = _turnout(s)
    return dispatch.depart(out, by=s.of(out.unit_id), at=s.at)


def _arrive(s: Scene) -> object:
    out = _turnout(s)
    return dispatch.arrive(out, by=s.of(out.unit_id), at=s.at)


def _done_there(s: Scene) -> object:
    out = _turnout(s)
    return dispatch.finish(out, outcome="settled", text="已劝开", by=s.of(out.unit_id), at=s.at)


def _stand_down(s: Scene) -> object:
    return dispatch.stand_down(_turnout(s), reason="不必再去", by=s.actor(), at=s.at)


def _relieve(s: Scene) -> object:
    out = list(Turnout.objects.filter(matter=s.matter).select_related("matter", "unit").order_by("pk"))
    first, second = s.pick(out), out[(s.draw // 5) % len(out)]
    return dispatch.relieve(first, second, note="已交接", by=s.actor(), at=s.at)


def _ask(s: Scene) -> object:
    wanted = s.at + timedelta(hours=3) if s.draw % 2 else None
    request = dispatch.Request(s.unit, "请派电工", wanted, is_required=s.draw % 3 > 0)
    return dispatch.ask(s.matter, request, by=s.owner, at=s.at)


def _take_on(s: Scene) -> object:
    task = _task(s)
    return dispatch.take_on(task, by=s.of(task.unit_id), at=s.at)


def _refuse(s: Scene) -> object:
    task = _task(s)
    return dispatch.refuse(task, reason="没有电工", by=s.of(task.unit_id), at=s.at)


def _complete(s: Scene) -> object:
    task = _task(s)
    return dispatch.complete(task, text="电已修好", by=s.of(task.unit_id), at=s.at)


def _drop(s: Scene) -> object:
    task = _task(s)
    return dispatch.drop(task, reason="已不需要", by=s.of(task.from_unit_id), at=s.at)


def _start_service(s: Scene) -> object:
    wish = dispatch.Wish(s.pick(list(ServiceMode.values)), is_asked_by_person=True)
    return dispatch.start_service(s.matter, wish, by=s.owner, at=s.at)


def _take_step(s: Scene) -> object:
    service = _service(s)
    agent = s.pick(s.anybody) if service.next_step == "agent" else None
    evidence = dispatch.Evidence("已收齐材料", agent)
    return dispatch.take_step(service, service.next_step, evidence, by=s.owner, at=s.at)


def _end_service(s: Scene) -> object:
    return dispatch.end_service(_service(s), reason="本人不再需要", by=s.owner, at=s.at)


IN_THE_FIELD = {
    "order": _order,
    "order_first": _order_first,
    "depart": _depart,
    "arrive": _arrive,
    "done_there": _done_there,
    "stand_down": _stand_down,
    "relieve": _relieve,
    "ask": _ask,
    "take_on": _take_on,
    "refuse": _refuse,
    "complete": _complete,
    "drop": _drop,
    "start_service": _start_service,
    "take_step": _take_step,
    "end_service": _end_service,
}
