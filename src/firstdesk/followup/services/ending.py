"""The end, and the way back: a contested answer is verified by somebody else, put right, and fed back (核实—整改—反馈)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.common.refusals import NotAllowed, Refusal, at_field
from firstdesk.followup import policies, selectors
from firstdesk.followup.models import Task
from firstdesk.followup.services.answering import need
from firstdesk.followup.services.todo import end_task, open_task
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Step, advance, person, queue
from firstdesk.matters.services import reopen as reopen_matter
from firstdesk.matters.states import State
from firstdesk.notices.services import Message, send

TO_VERIFY = gettext_noop("The person is not content with the answer to %(number)s: verify it.")


@transaction.atomic
def close(matter: Matter, *, by: Actor, at: datetime, reason: str = "") -> Matter:
    """The matter ends: the person has the answer and was called back, or cannot be reached (SS-MC-02).

    A person who said they are not content is not closed over: reopen, or say in `reason` why it ends all the same.
    """
    policies.check_speaks(by, matter)
    policies.check_answered(matter)
    call = selectors.last_call_back(matter)
    present = {"result"} if selectors.has_result(matter) else set()
    present |= {"reply_text"} if selectors.last_reply(matter) else set()
    need(matter, "followup.close", present, at=at)
    rated = selectors.last_rating(selectors.last_reply(matter))
    if not selectors.is_settled(call) and rated is None:
        raise Refusal(_("Call the person back first, or note why that is not possible."))
    policies.check_may_close(by, call)
    policies.check_money_settled(matter)
    policies.check_all_told(matter)
    if selectors.is_dissatisfied(call) and not reason.strip():
        raise Refusal(_("The person is not content: reopen the matter, or write why it ends all the same."))
    advance(matter, Step(State.CLOSED, "matter.closed", reason=reason.strip()), by=by, at=at)
    end_task(matter, Task.Kind.CALL_BACK, Task.Outcome.CLOSED, by=by, at=at)
    return matter


@transaction.atomic
def reopen(matter: Matter, *, reason: str, by: Actor, at: datetime) -> Matter:
    """The person contests the answer: back to be classified. What was answered before stays in the record."""
    if not reason.strip():
        raise Refusal(_("Write what the person is not content with."))
    contested = matter.state in {State.FOLLOW_UP, State.CLOSED} and selectors.last_reply(matter) is not None
    if matter.state == State.FOLLOW_UP:
        policies.check_speaks(by, matter)
    elif matter.is_open:
        raise NotAllowed(
            _("It is still open (%(state)s): there is nothing to reopen.") % {"state": matter.get_state_display()}
        )
    else:
        policies.check_centre(by, matter)
    if contested:
        return take_up_again(matter, reason=reason.strip(), by=by, at=at)
    return reopen_matter(matter, reason=reason.strip(), by=by, at=at)


def take_up_again(
    matter: Matter, *, reason: str, by: Actor, at: datetime, noted: Mapping[str, object] | None = None
) -> Matter:
    """Reopen a contested matter: whoever handled it stands back, its clocks begin anew, and somebody else verifies."""
    handlers = selectors.handlers_of(matter)
    reopen_matter(matter, reason=reason, by=by, at=at, stand_back=handlers)
    end_task(matter, Task.Kind.CALL_BACK, Task.Outcome.REOPENED, by=by, at=at)
    verifier = selectors.verifier_for(matter, handlers, at)
    owes = person(matter.centre, verifier) if verifier else queue(matter.centre, "director")
    advance(matter, Step(to=None, event="loop.opened", noted=noted or {}, owes=owes), by=by, at=at)
    open_task(matter, Task.Kind.VERIFY, by=by, at=at, person=verifier)
    message = Message(
        kind="loop.opened", level="warning", text=TO_VERIFY, values={"number": matter.number}, matter_id=matter.pk,
        url=f"/matters/{matter.number}/",
    )  # fmt: skip
    send(message, to=[verifier] if verifier else [], at=at)
    return matter


@transaction.atomic
def verify(matter: Matter, *, is_true: bool, finding: str, by: Actor, at: datetime) -> Task:
    """Somebody other than the handler checks what the person is not content with, and says what is to be put right."""
    task = selectors.open_tasks(matter).get(Task.Kind.VERIFY)
    if task is None:
        raise NotAllowed(_("There is nothing to verify about %(number)s.") % {"number": matter.number})
    policies.check_may_verify(by, matter)
    if not finding.strip():
        raise at_field("finding", _("Write what you found and what is to be done."), whole=_("Write what you found."))
    outcome = Task.Outcome.TRUE if is_true else Task.Outcome.NOT_TRUE
    advance(matter, Step(to=None, event="loop.verified", noted={"task": task.pk, "is_true": is_true}), by=by, at=at)
    end_task(matter, Task.Kind.VERIFY, outcome, by=by, at=at, finding=finding.strip())
    open_task(matter, Task.Kind.FEED_BACK, by=by, at=at)
    task.refresh_from_db()
    return task
