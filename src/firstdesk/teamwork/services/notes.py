"""Notes: written, corrected by another one, erased when their time is over. The record never has their words."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.common.refusals import at_field
from firstdesk.directory.models import User
from firstdesk.directory.scope import Acting
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.notices.services import Message, send
from firstdesk.teamwork import policies
from firstdesk.teamwork.mentions import mentioned
from firstdesk.teamwork.models import Mention, Note

CLOCKWORK = Actor.system("clock")
LONGEST = 4000
BATCH = 500
NAMED = gettext_noop("%(who)s named you in a note on %(number)s.")


@dataclass(frozen=True)
class NewNote:
    """What is written; for the own unit alone, or in place of an earlier note of one's own."""

    text: str
    only_unit: bool = False
    corrects: Note | None = None
    last: int | None = None  # key of the last note the page showed: sent twice from the same page it is one note


@transaction.atomic
def write_note(matter: Matter, new: NewNote, *, by: Acting, at: datetime) -> Note:
    """Write a note and tell those it names. It changes nothing about the matter itself: nobody's form grows stale."""
    policies.check_write(matter, by)
    text = new.text.strip()
    if not text or len(text) > LONGEST:
        raise at_field("text", _("Write the note; it has at most %(most)s characters.") % {"most": LONGEST})
    Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)  # two presses of one button: one after the other
    again = _written_already(matter, text, new, by)
    if again is not None:
        return again
    if new.corrects is not None:
        Note.objects.select_for_update(no_key=True).get(pk=new.corrects.pk)
        policies.check_correct(Note.objects.get(pk=new.corrects.pk), by)
    people = [user for user in mentioned(text, matter, at) if user.pk != by.user.pk]
    note = Note.objects.create(
        matter=matter,
        text=text,
        for_unit=by.unit if new.only_unit else None,
        corrects=new.corrects,
        post_name=by.actor.post_name,
        noted_at=at,
        noted_by=by.user,
    )
    if new.only_unit:
        _check_of_unit(people, by, at)
    Mention.objects.bulk_create(Mention(note=note, user=user) for user in people)
    draft = ledger.draft_for(note, "note.written", chain=matter.ledger_chain, by=by.actor, at=at)
    ledger.append(replace(draft, after={"note": note.pk, "named": len(people), "corrects": _key(new.corrects)}))
    _tell(note, people, by, at)
    return note


def _written_already(matter: Matter, text: str, new: NewNote, by: Acting) -> Note | None:
    """The note that the first of two presses wrote."""
    if new.last is None:
        return None
    same = Note.objects.filter(matter=matter, noted_by=by.user, text=text, corrects=new.corrects, pk__gt=new.last)
    return same.order_by("pk").first()


def _key(note: Note | None) -> int | None:
    return note.pk if note else None


def _check_of_unit(people: list[User], by: Acting, at: datetime) -> None:
    """Who is told of a note may read it."""
    inside = set(User.objects.filter(appointments__post__unit=by.unit).values_list("pk", flat=True))
    outside = [str(user) for user in people if user.pk not in inside]
    if outside:
        why = _(
            "This note is for “%(unit)s” alone, and %(names)s is not of it. Leave the @ out, or write it for all."
        ) % {
            "unit": by.unit.name,
            "names": ", ".join(outside),
        }
        raise at_field("text", why)


def _tell(note: Note, people: list[User], by: Acting, at: datetime) -> None:
    message = Message(
        kind="note.named",
        text=NAMED,
        values={"who": str(by.user), "number": note.matter.number},
        matter_id=note.matter_id,
        url=f"/matters/{note.matter.number}/#note-{note.pk}",
    )
    send(message, to=people, at=at)
