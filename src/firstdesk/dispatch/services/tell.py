"""Who hears of a referral, and in which words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext_noop

from firstdesk.directory.models import Post, Unit, User
from firstdesk.dispatch.models import Appointment, Referral, Task, Turnout
from firstdesk.dispatch.selectors import receiving_queue
from firstdesk.matters.models import Matter
from firstdesk.matters.selectors import hearing
from firstdesk.notices.services import Message, send
from firstdesk.rosters.selectors import resolve

OFFERED = gettext_noop("%(number)s was sent to %(to)s by %(from)s: accept it or object.")
OFFERED_MANY = gettext_noop("%(count)s matters were sent to %(to)s: accept them or object.")
OBJECTED = gettext_noop("%(to)s objected to %(number)s: %(text)s")
WITHDRAWN = gettext_noop("%(from)s took %(number)s back: %(text)s")
ANSWERED = gettext_noop("%(to)s returned the result of %(number)s: confirm it or return it.")
RETURNED = gettext_noop("%(from)s returned %(number)s for more work: %(text)s")
GIVEN = gettext_noop("%(number)s was given to you.")
ENDED = gettext_noop("%(number)s has ended at %(from)s: nothing more is asked of %(to)s.")
ESCALATED = gettext_noop("%(number)s was brought to you: decide who takes it.")
ESCALATED_MANY = gettext_noop("%(count)s matters were brought to you: decide who takes them.")
ORDERED = gettext_noop("Go to %(number)s now: ordered by %(from)s.")
STOOD_DOWN = gettext_noop("%(to)s need not go to %(number)s any more.")
ASKED = gettext_noop("%(from)s asks %(to)s to help with %(number)s.")
DROPPED = gettext_noop("%(to)s need not help with %(number)s any more.")
TASK_DONE = gettext_noop("%(to)s has helped with %(number)s.")
TASK_REFUSED = gettext_noop("%(to)s cannot help with %(number)s.")
INVITED = gettext_noop("A meeting about %(number)s was arranged: %(when)s, %(place)s.")

# Of a confidential matter, or one of a closed circle, the reason is read on its page and nowhere else.
WITHOUT_REASON = {
    OBJECTED: gettext_noop("%(to)s objected to %(number)s."),
    WITHDRAWN: gettext_noop("%(from)s took %(number)s back."),
    RETURNED: gettext_noop("%(from)s returned %(number)s for more work."),
}


def offered(referrals: Sequence[Referral], *, at: datetime) -> None:
    """One message for one matter, one for many: whoever is on duty at the unit is not flooded by an import."""
    by_unit: dict[int, list[Referral]] = defaultdict(list)
    for referral in referrals:
        if referral.matter.compartment_id:
            receiver(referral, OFFERED, at=at)  # a message about many would tell others that there is one more
        else:
            by_unit[referral.to_unit_id].append(referral)
    for each in by_unit.values():
        if len(each) == 1:
            receiver(each[0], OFFERED, at=at)
        else:
            _batch(each[0].to_unit, len(each), at=at)


def _batch(unit: Unit, count: int, *, at: datetime) -> None:
    values = {"count": count, "to": unit.name}
    message = Message(kind="referral.offered", text=OFFERED_MANY, values=values, url="/referrals/")
    send(message, to=on_duty(unit, at), at=at)


def receiver(referral: Referral, text: str, *, at: datetime, why: str = "") -> None:
    """The handler of the unit that was asked, else whoever is on duty there."""
    people = [referral.handler] if referral.handler else on_duty(referral.to_unit, at)
    _send(referral, text, people, at=at, why=why)


def sender(referral: Referral, text: str, *, at: datetime, why: str = "") -> None:
    """Whoever sent it, and whoever is on duty at the unit that sent it."""
    people = on_duty(referral.from_unit, at)
    if referral.offered_by and referral.offered_by not in people:
        people = [*people, referral.offered_by]
    _send(referral, text, people, at=at, why=why)


def handler(referral: Referral, *, at: datetime) -> None:
    """The person it was given to."""
    if referral.handler:
        _send(referral, GIVEN, [referral.handler], at=at)


def escalated(matters: Iterable[Matter], *, at: datetime, but: int | None = None) -> None:
    """The people on duty at the post that is to decide; `but` is who brought it there and knows."""
    by_post: dict[Post, list[Matter]] = defaultdict(list)
    for matter in matters:
        if matter.responsible_post:
            by_post[matter.responsible_post].append(matter)
    for post, brought in by_post.items():
        people = [person for person in resolve(post, at).people if person.pk != but]
        open_to_all = [matter for matter in brought if not matter.compartment_id]
        if len(open_to_all) > 1:
            values = {"count": len(open_to_all)}
            message = Message(kind="matter.escalated", text=ESCALATED_MANY, values=values, url="/triage/")
            send(message, to=people, at=at)
            brought = [matter for matter in brought if matter.compartment_id]
        for matter in brought:
            _escalated(matter, people, at=at)


def _escalated(matter: Matter, people: list[User], *, at: datetime) -> None:
    message = Message(
        kind="matter.escalated", level="warning", text=ESCALATED, values={"number": matter.number},
        matter_id=matter.pk, url=_page(matter.number),
    )  # fmt: skip
    send(message, to=hearing(matter, people), at=at)


def invited(appointment: Appointment, units: list[Unit], *, when: str, at: datetime) -> None:
    """The people on duty at the units that are to meet."""
    matter = appointment.matter
    values = {"number": matter.number, "when": when, "place": appointment.place}
    people = {person.pk: person for unit in units for person in on_duty(unit, at)}
    message = Message(
        kind="appointment.made",
        level="info",
        text=INVITED,
        values=values,
        matter_id=matter.pk,
        url=_page(matter.number),
    )
    send(message, to=hearing(matter, list(people.values())), at=at)


def ordered(turnout: Turnout, *, at: datetime) -> None:
    """Whoever is on duty at the unit that is to go."""
    centre = turnout.matter.centre.name
    _about(turnout.matter, "turnout.ordered", ORDERED, on_duty(turnout.unit, at), at, **{"from": centre})


def stood_down(turnout: Turnout, *, at: datetime) -> None:
    """Whoever is on duty at the unit that need not go."""
    people = on_duty(turnout.unit, at)
    _about(turnout.matter, "turnout.stood_down", STOOD_DOWN, people, at, to=turnout.unit.name)


def asked(task: Task, *, at: datetime) -> None:
    """Whoever is on duty at the unit that is to help."""
    words = {"from": task.from_unit.name, "to": task.unit.name}
    _about(task.matter, "task.asked", ASKED, on_duty(task.unit, at), at, **words)


def dropped(task: Task, *, at: datetime) -> None:
    """The helper of the unit, else whoever is on duty there."""
    people = [task.handler] if task.handler else on_duty(task.unit, at)
    _about(task.matter, "task.withdrawn", DROPPED, people, at, to=task.unit.name)


def answered_task(task: Task, text: str, *, at: datetime) -> None:
    """Whoever asked for the help."""
    _about(task.matter, f"task.{task.state}", text, [task.asked_by], at, to=task.unit.name)


def _about(matter: Matter, kind: str, text: str, people: list[User], at: datetime, **words: str) -> None:
    message = Message(
        kind=kind, level="warning" if text in {ORDERED, TASK_REFUSED} else "info", text=text,
        values={"number": matter.number, **words}, matter_id=matter.pk, url=_page(matter.number),
    )  # fmt: skip
    send(message, to=hearing(matter, people), at=at)


def on_duty(unit: Unit, at: datetime) -> list[User]:
    """The people now at the post that receives for the unit."""
    return list(resolve(receiving_queue(unit), at).people)


def _send(referral: Referral, text: str, people: list[User], *, at: datetime, why: str = "") -> None:
    matter = referral.matter
    values = {"number": matter.number, "from": referral.from_unit.name, "to": referral.to_unit.name}
    level = "warning" if text in {OBJECTED, RETURNED} else "info"
    if matter.is_restricted:
        text = WITHOUT_REASON.get(text, text)
    else:
        values["text"] = why
    message = Message(
        kind=f"referral.{referral.state}", level=level, text=text, values=values, matter_id=matter.pk,
        url=_page(matter.number),
    )  # fmt: skip
    send(message, to=hearing(matter, people), at=at)


def _page(number: str) -> str:
    return f"/matters/{number}/"  # the page above; nothing here may import it
