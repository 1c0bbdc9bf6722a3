"""Questions about what the person was told: the panel of a matter and what comes next."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from firstdesk.common.reading import may_hold, once
from firstdesk.common.refusals import Text
from firstdesk.directory.roles import Permission
from firstdesk.directory.scope import Acting
from firstdesk.followup.models import CallBack, ContactNote, OwnResult, Rating, Reply, Task
from firstdesk.followup.selectors.joined import untold
from firstdesk.followup.selectors.promises import (
    last_rating,
    open_tasks,
    rating_until,
    tasks_for,
    verifier_for,
)
from firstdesk.matters.models import Channel, Matter, ResultCode
from firstdesk.matters.selectors import handlers_of, recused, showable
from firstdesk.matters.states import ENDED, State

__all__ = [
    "DISSATISFIED", "LEVELS", "SATISFIED", "handlers_of", "has_result", "is_dissatisfied", "is_own_handling", "is_settled",
    "last_call_back", "last_rating", "last_reply", "may_finish", "may_verify", "next_steps", "open_tasks", "panel",
    "rating_until", "speaks_for", "tasks_for", "untold", "verifier_for",
]  # fmt: skip

NextStep = tuple[Text, str, bool]  # label, address or #anchor on the page of the matter, whether it is the obvious one
SATISFIED = 4  # this or more: «satisfied» or «very satisfied»
DISSATISFIED = 2  # this or less: «dissatisfied» or «very dissatisfied»
LEVELS = (
    (5, _("Very satisfied")),
    (4, _("Satisfied")),
    (3, _("Neither")),
    (2, _("Dissatisfied")),
    (1, _("Very dissatisfied")),
)

# The clauses shown beside a button.
CLAUSES = {
    "clauses_110": ("SS-110-21",),
    "clauses_reply": ("GC-13-08", "CP-17-31"),
    "clauses_call": ("CP-02-12", "CP-13-08"),
    "clauses_close": ("SS-MC-02",),
    "clauses_note": ("GC-01-07", "PM-016"),
}

CHOICES = {
    "codes": ResultCode.choices,
    "ways": Reply.Way.choices,
    "methods": CallBack.Method.choices,
    "channels": Channel.choices,
    "levels": LEVELS,
}


def last_reply(matter: Matter) -> Reply | None:
    """The newest answer given to the person."""
    return next(iter(_replies(matter)), None)


@once
def _replies(matter: Matter) -> list[Reply]:
    found = Reply.objects.filter(matter=matter).select_related("replied_by").order_by("-replied_at", "-pk")
    return list(found) if may_hold(matter, Reply) else []


def last_call_back(matter: Matter) -> CallBack | None:
    """The newest call back since the newest answer; an older one was about an older answer."""
    reply = last_reply(matter)
    return next((call for call in _calls(matter) if call.called_at >= reply.replied_at), None) if reply else None


@once
def _calls(matter: Matter) -> list[CallBack]:
    found = CallBack.objects.filter(matter=matter).select_related("called_by").order_by("-called_at", "-pk")
    return list(found) if may_hold(matter, CallBack) else []


def has_result(matter: Matter) -> bool:
    """A matter leaves handling only with a result: confirmed, or the unit's own."""
    return matter.state in {State.TO_REPLY, State.FOLLOW_UP, State.CLOSED}


def is_dissatisfied(call: CallBack | None) -> bool:
    """Whether the person says they are not content."""
    return call is not None and call.satisfaction is not None and call.satisfaction <= DISSATISFIED


def is_settled(call: CallBack | None) -> bool:
    """Reached, or known to be unreachable; a call nobody answered is only an attempt."""
    return call is not None and (call.reached or call.method == CallBack.Method.NOT_POSSIBLE)


def may_verify(matter: Matter, acting: Acting, tasks: dict[str, Task]) -> bool:
    """Whether somebody may say what is true of what the person is not content with."""
    if Task.Kind.VERIFY not in tasks or acting.unit.pk != matter.centre_id or not acting.may(Permission.REPLY):
        return False
    return acting.user.pk not in recused(matter) | handlers_of(matter)


def is_own_handling(matter: Matter) -> bool:
    """The centre that registered the matter, or one above it, works on it itself; nobody was asked to take it."""
    return matter.state == State.HANDLING and matter.centre.path.startswith(matter.responsible_unit.path)


def speaks_for(matter: Matter, acting: Acting) -> bool:
    """Whether somebody may answer the person for this matter: from the unit that has it, or from its centre."""
    return acting.may(Permission.REPLY) and acting.unit.pk in {matter.responsible_unit_id, matter.centre_id}


def panel(matter: Matter, acting: Acting) -> dict[str, object] | None:
    """What the page of a matter shows about answering; None where there is nothing to show or to do."""
    speaks = speaks_for(matter, acting)
    tasks = open_tasks(matter)
    context: dict[str, object] = {
        **CLAUSES,
        "matter": matter,
        "results": _read(matter, OwnResult.objects.select_related("finished_by").order_by("-finished_at")),
        "replies": _replies(matter),
        "calls": _calls(matter),
        "ratings": _read(matter, Rating.objects.order_by("-rated_at", "-number")),
        "loop": _read(matter, _loop()),
        "tasks": tasks,
        "notes": _read(matter, ContactNote.objects.select_related("noted_by").order_by("-noted_at")),
    }
    may = {
        "may_finish": may_finish(matter, acting),
        "may_reply": speaks and matter.state == State.TO_REPLY,
        "may_verify": may_verify(matter, acting, tasks),
        "may_call": speaks and matter.state == State.FOLLOW_UP,
        "may_note": speaks and matter.is_open,
        "may_reopen": matter.state in ENDED and acting.may(Permission.DECIDE) and acting.unit.pk == matter.centre_id,
    }
    if not any(may.values()) and not any(context[name] for name in ("results", "replies", "calls", "notes")):
        return None
    call = last_call_back(matter)
    return (
        context
        | may
        | {
            "called": call,
            "settled": is_settled(call) or last_rating(last_reply(matter)) is not None,
            "dissatisfied": is_dissatisfied(call),
            "untold": untold(matter) if may["may_call"] else [],
            "is_handler": acting.user.pk in handlers_of(matter) if may["may_call"] else False,
            "showable": showable(matter) if may["may_reply"] else [],
        }
        | CHOICES
    )


def _read(matter: Matter, rows: QuerySet[Any]) -> list[Any]:
    """Those rows that are the matter's."""
    return list(rows.filter(matter=matter)) if may_hold(matter, rows.model) else []


def _loop() -> QuerySet[Task]:
    """Verify, put right, feed back: what was contested and what came of it, oldest first."""
    kinds = (Task.Kind.VERIFY, Task.Kind.FEED_BACK)
    return Task.objects.filter(kind__in=kinds).select_related("person", "ended_by").order_by("opened_at", "pk")


def may_finish(matter: Matter, acting: Acting) -> bool:
    """Own handling ends by whoever has the matter: its unit's people, not a unit it was referred to."""
    return is_own_handling(matter) and acting.unit.pk == matter.responsible_unit_id and acting.may(Permission.REPLY)


def next_steps(matter: Matter, acting: Acting) -> list[NextStep]:
    """What somebody could do next towards the person; the first is the obvious one."""
    if may_verify(matter, acting, open_tasks(matter)):
        return [(_("Verify what the person is not content with"), "#reply-verify", matter.state == State.TO_REPLY)]
    if may_finish(matter, acting):
        return [(_("Enter the result"), "#reply-finish", True)]
    if not speaks_for(matter, acting):
        return []
    if matter.state == State.TO_REPLY:
        return [(_("Answer the person"), "#reply-reply", True)]
    return _after_the_answer(matter) if matter.state == State.FOLLOW_UP else []


def _after_the_answer(matter: Matter) -> list[NextStep]:
    call = last_call_back(matter)
    if is_dissatisfied(call):
        return [(_("Reopen"), "#reply-contest", True), (_("Close"), "#reply-close", False)]
    if call or last_rating(last_reply(matter)):
        return [(_("Close"), "#reply-close", True), (_("Call back again"), "#reply-call", False)]
    return [(_("Call back"), "#reply-call", True)]
