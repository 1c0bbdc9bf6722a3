"""The verbs towards the person who asked: result, answer, word on the way, call back, close, reopen."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Detail, NotAllowed, Refusal
from firstdesk.followup import policies, selectors
from firstdesk.followup.models import CallBack, ContactNote, OwnResult, Reply
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.matters.models import Channel, Matter, ResultCode
from firstdesk.matters.policies import check_open
from firstdesk.matters.selectors import facts_of
from firstdesk.matters.services import Step, advance
from firstdesk.matters.services import reopen as reopen_matter
from firstdesk.matters.states import State


@dataclass(frozen=True)
class Call:
    """How a call back went. Rating and opinion are the person's to give or to keep."""

    method: str
    reached: bool
    satisfaction: int | None = None  # 5 very satisfied … 1 very dissatisfied
    opinion: str = ""
    next_action: str = ""


@transaction.atomic
def finish_own(matter: Matter, *, result_code: str, text: str, by: Actor, at: datetime) -> OwnResult:
    """The centre's own work is done; now the person is to be answered."""
    policies.check_own_handling(by, matter)
    if result_code not in ResultCode.values or not text.strip():
        raise Refusal(_("Choose the kind of result and write what was done."))
    result = OwnResult.objects.create(
        matter=matter, code=result_code, text=text.strip(), finished_at=at, finished_by_id=by.by_id
    )
    step = Step(to=State.TO_REPLY, event="matter.finished", noted={"result_code": result_code, "result": result.pk})
    advance(matter, step, by=by, at=at)
    return result


@transaction.atomic
def reply(matter: Matter, *, way: str, text: str, by: Actor, at: datetime) -> Reply:
    """Tell the person the result, and note how and in which words (GC-13-08, CP-17-31)."""
    policies.check_speaks(by, matter)
    present = {name for name, there in (("reply_text", text.strip()), ("reply_channel", way)) if there}
    _need(matter, "followup.reply", present, at=at)
    if way not in Reply.Way.values or not text.strip():
        raise Refusal(_("Write what the person was told and by which way."))
    said = Reply.objects.create(matter=matter, way=way, text=text.strip(), replied_at=at, replied_by_id=by.by_id)
    noted: dict[str, object] = {"way": way, "reply": said.pk}
    if matter.channel == Channel.TRANSFER_110:
        noted["reported_to_110"] = True  # the result goes back to the 110 centre with the answer (SS-110-21)
    advance(matter, Step(to=State.FOLLOW_UP, event="matter.replied", noted=noted), by=by, at=at)
    return said


@transaction.atomic
def note_contact(
    matter: Matter, *, channel: str, text: str, by: Actor, at: datetime, handler_told: bool = False
) -> ContactNote:
    """Word exchanged with the person on the way (PM-016, GC-01-07, WS-110-08)."""
    policies.check_speaks(by, matter)
    check_open(matter)
    if channel not in Channel.values or not text.strip():
        raise Refusal(_("Say by which way and what was said."))
    note = ContactNote.objects.create(
        matter=matter, channel=channel, text=text.strip(), handler_told=handler_told, noted_at=at, noted_by_id=by.by_id
    )
    noted = {"channel": channel, "handler_told": handler_told, "note": note.pk}
    advance(matter, Step(to=None, event="contact.noted", noted=noted), by=by, at=at)
    return note


@transaction.atomic
def call_back(matter: Matter, call: Call, *, by: Actor, at: datetime) -> CallBack:
    """Ask whether the answer helped (CP-02-12, CP-13-05, CP-13-08). «Not possible» says why in the next action."""
    policies.check_speaks(by, matter)
    _check_to_call(matter)
    _check_call(call)
    _need(matter, "followup.call_back", {"method"}, at=at)
    made = CallBack.objects.create(
        matter=matter,
        method=call.method,
        reached=call.reached,
        satisfaction=call.satisfaction,
        opinion=call.opinion.strip(),
        next_action=call.next_action.strip(),
        called_at=at,
        called_by_id=by.by_id,
    )
    noted = {"method": call.method, "reached": call.reached, "call_back": made.pk}
    event = "matter.followed_up" if _settles(call) else "contact.tried"
    advance(matter, Step(to=None, event=event, noted=noted), by=by, at=at)
    return made


def _settles(call: Call) -> bool:
    """Reached, or known to be unreachable: the promise to call back is met. A call nobody answered is only an attempt."""
    return call.reached or call.method == CallBack.Method.NOT_POSSIBLE


def _check_call(call: Call) -> None:
    wrong = []
    if call.method not in CallBack.Method.values:
        wrong.append(Detail("method", _("Say how the person was called back.")))
    if call.method == CallBack.Method.NOT_POSSIBLE and (call.reached or not call.next_action.strip()):
        wrong.append(Detail("next_action", _("Say why the person cannot be reached.")))
    if call.satisfaction is not None and not 1 <= call.satisfaction <= 5:
        wrong.append(Detail("satisfaction", _("The rating is 1 to 5, or none.")))
    if not call.reached and call.satisfaction is not None:
        wrong.append(Detail("satisfaction", _("Who was not reached gave no rating.")))
    if wrong:
        raise Refusal(_("The call back was not saved."), details=wrong)


def _check_to_call(matter: Matter) -> None:
    if matter.state != State.FOLLOW_UP:
        raise NotAllowed(_("This is not possible now: it is “%(state)s”.") % {"state": matter.get_state_display()})


@transaction.atomic
def close(matter: Matter, *, by: Actor, at: datetime, reason: str = "") -> Matter:
    """The matter ends: the person has the answer and was called back, or cannot be reached (SS-MC-02).

    A person who said they are not content is not closed over: reopen, or say in `reason` why it ends all the same.
    """
    policies.check_speaks(by, matter)
    _check_to_call(matter)
    call = selectors.last_call_back(matter)
    present = {"result"} if selectors.has_result(matter) else set()
    present |= {"reply_text"} if selectors.last_reply(matter) else set()
    _need(matter, "followup.close", present, at=at)
    if call is None or not (call.reached or call.method == CallBack.Method.NOT_POSSIBLE):
        raise Refusal(_("Call the person back first, or note why that is not possible."))
    if selectors.is_dissatisfied(call) and not reason.strip():
        raise Refusal(_("The person is not content: reopen the matter, or write why it ends all the same."))
    return advance(matter, Step(State.CLOSED, "matter.closed", reason=reason.strip()), by=by, at=at)


@transaction.atomic
def reopen(matter: Matter, *, reason: str, by: Actor, at: datetime) -> Matter:
    """The person contests the answer: back to be classified. What was answered before stays in the record."""
    if not reason.strip():
        raise Refusal(_("Write what the person is not content with."))
    if matter.state == State.FOLLOW_UP:
        policies.check_speaks(by, matter)
    elif matter.is_open:
        raise NotAllowed(
            _("It is still open (%(state)s): there is nothing to reopen.") % {"state": matter.get_state_display()}
        )
    else:
        policies.check_centre(by, matter)
    return reopen_matter(matter, reason=reason.strip(), by=by, at=at)


def _need(matter: Matter, verb: str, present: set[str], *, at: datetime) -> None:
    demand(matter.centre_kind, verb, present, facts_of(matter, at), matter.rulebook_version)
