"""What the person is told: the result, the answer, word on the way."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal
from firstdesk.files.models import File
from firstdesk.followup import policies
from firstdesk.followup.models import ContactNote, OwnResult, Reply, Task
from firstdesk.followup.services.todo import end_task, open_task
from firstdesk.ledger.actors import Actor
from firstdesk.matters.gates import demand
from firstdesk.matters.models import Attachment, Channel, Matter, ResultCode
from firstdesk.matters.policies import check_open
from firstdesk.matters.selectors import facts_of
from firstdesk.matters.services import Belonging, Step, advance, attach
from firstdesk.matters.states import State

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is read for another


@transaction.atomic
def finish_own(matter: Matter, *, result_code: str, text: str, by: Actor, at: datetime) -> OwnResult:
    """The centre's own work is done; now the person is to be answered."""
    policies.check_own_handling(by, matter)
    policies.check_stands_back(by, matter)
    policies.check_help_given(matter)
    if result_code not in ResultCode.values or not text.strip():
        raise Refusal(_("Choose the kind of result and write what was done."))
    result = OwnResult.objects.create(
        matter=matter, code=result_code, text=text.strip(), finished_at=at, finished_by_id=by.by_id
    )
    step = Step(to=State.TO_REPLY, event="matter.finished", noted={"result_code": result_code, "result": result.pk})
    advance(matter, step, by=by, at=at)
    return result


@transaction.atomic
def reply(matter: Matter, *, way: str, text: str, by: Actor, at: datetime, files: Sequence[File] = ()) -> Reply:
    """Tell the person the result, and note how and in which words (GC-13-08, CP-17-31). They see the files on their page."""
    policies.check_speaks(by, matter)
    present = {name for name, there in (("reply_text", text.strip()), ("reply_channel", way)) if there}
    need(matter, "followup.reply", present, at=at)
    if way not in Reply.Way.values or not text.strip():
        raise Refusal(_("Write what the person was told and by which way."))
    policies.check_verified(matter)
    said = Reply.objects.create(
        matter=matter, way=way, text=text.strip(), code=_code(), replied_at=at, replied_by_id=by.by_id
    )
    attach(matter, files, to=Belonging(Attachment.Part.REPLY, said.pk), by=by, at=at)
    noted: dict[str, object] = {"way": way, "reply": said.pk}
    if matter.channel == Channel.TRANSFER_110:
        noted["reported_to_110"] = True  # the result goes back to the 110 centre with the answer (SS-110-21)
    advance(matter, Step(to=State.FOLLOW_UP, event="matter.replied", noted=noted), by=by, at=at)
    end_task(matter, Task.Kind.FEED_BACK, Task.Outcome.TOLD, by=by, at=at)
    open_task(matter, Task.Kind.CALL_BACK, by=by, at=at)
    return said


def _code() -> str:
    """Of the short link under which the person rates the answer: 59 random bits in three groups of four."""
    return "-".join(get_random_string(4, LETTERS) for _group in range(3))


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


def need(matter: Matter, verb: str, present: set[str], *, at: datetime) -> None:
    """What the rules ask for before a verb towards the person."""
    demand(matter.centre_kind, verb, present, facts_of(matter, at), matter.rulebook_version)
