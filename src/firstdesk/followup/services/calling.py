"""The call back: was the person reached, what do they say, and when to try again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Detail, Refusal
from firstdesk.followup import policies, selectors
from firstdesk.followup.models import CallBack, Task
from firstdesk.followup.services.answering import need
from firstdesk.followup.services.ending import take_up_again
from firstdesk.followup.services.todo import end_task, note_attempt
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Step, advance

CONTESTED = _("The person contests the answer at the call back.")


@dataclass(frozen=True)
class Call:
    """How a call back went. Rating and opinion are the person's to give or to keep."""

    method: str
    reached: bool
    satisfaction: int | None = None  # 5 very satisfied … 1 very dissatisfied
    opinion: str = ""
    next_action: str = ""
    next_at: datetime | None = None  # when to try again, where nobody answered


@transaction.atomic
def call_back(matter: Matter, call: Call, *, by: Actor, at: datetime) -> CallBack:
    """Ask whether the answer helped (CP-02-12, CP-13-05, CP-13-08). «Not possible» says why in the next action.

    Who says on the phone that they are not content sees the matter taken up again by somebody else, as by the link.
    """
    policies.check_speaks(by, matter)
    policies.check_answered(matter)
    _check_call(call, at)
    if call.satisfaction is not None:
        policies.check_may_note_rating(by, matter)
    need(matter, "followup.call_back", {"method"}, at=at)
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
    noted: dict[str, object] = {"method": call.method, "reached": call.reached, "call_back": made.pk}
    event = "matter.followed_up" if _settles(call) else "contact.tried"
    advance(matter, Step(to=None, event=event, noted=noted), by=by, at=at)
    if _settles(call):
        outcome = Task.Outcome.REACHED if call.reached else Task.Outcome.NOT_POSSIBLE
        end_task(matter, Task.Kind.CALL_BACK, outcome, by=by, at=at)
    else:
        note_attempt(matter, call.next_at)
    if selectors.is_dissatisfied(made):
        noted = {"call_back": made.pk, "level": made.satisfaction}
        take_up_again(matter, reason=str(CONTESTED), by=by, at=at, noted=noted)
    return made


def _settles(call: Call) -> bool:
    """Reached, or known to be unreachable: the promise to call back is met. A call nobody answered is only an attempt."""
    return call.reached or call.method == CallBack.Method.NOT_POSSIBLE


def _check_call(call: Call, at: datetime) -> None:
    wrong = []
    if call.method not in CallBack.Method.values:
        wrong.append(Detail("method", _("Say how the person was called back.")))
    if call.method == CallBack.Method.NOT_POSSIBLE and (call.reached or not call.next_action.strip()):
        wrong.append(Detail("next_action", _("Say why the person cannot be reached.")))
    if call.satisfaction is not None and not 1 <= call.satisfaction <= 5:
        wrong.append(Detail("satisfaction", _("The rating is 1 to 5, or none.")))
    if not call.reached and call.satisfaction is not None:
        wrong.append(Detail("satisfaction", _("Who was not reached gave no rating.")))
    if call.next_at is not None and (call.next_at <= at or _settles(call)):
        wrong.append(Detail("next_at", _("The next attempt lies ahead, and only where nobody was reached.")))
    if wrong:
        raise Refusal(_("The call back was not saved."), details=wrong)
