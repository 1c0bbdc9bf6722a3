"""Why a verb on a matter is not possible, in words."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firstdesk.common.http import moment_in
from firstdesk.common.refusals import Conflict, Detail, NotAllowed, Refusal, Text, at_field, unreadable_page
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Unit, User
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.ledger.telling import said
from firstdesk.matters.models import Attachment, Confidentiality, Link, Matter, Recusal, RecusalLift
from firstdesk.matters.selectors import concerned, is_with_a_unit, works_on
from firstdesk.matters.states import EVENT, State


def check_seen(matter: Matter, seen: str) -> None:
    """Raises Conflict with what changed where the page a form was sent from had an older matter.

    `seen` is the matter's `changed_at` as the page had it. Every form says it: what nobody looked at, nobody changes.
    """
    check_row_seen(matter, matter.changed_at, seen)


def check_row_seen(matter: Matter, changed_at: datetime, seen: str) -> None:
    """The same of one part of the matter, which changed last at a moment of its own; its other parts may have changed."""
    then = moment_in(seen)
    if then is None:
        raise unreadable_page()
    if then != changed_at:
        raise Conflict(details=changes_since(matter, then))


def changes_since(matter: Matter, then: datetime) -> list[Detail]:
    """What was done with a matter after a moment, by whom, the newest first: what a Conflict says."""
    entries = Entry.objects.filter(chain=matter.ledger_chain, verb__in=EVENT, at__gt=then).order_by("-seq")[:5]
    return [Detail("", said(entry, EVENT[entry.verb])) for entry in entries]


def check_reason(reason: str, why: Text) -> None:
    """Raises Refusal on the field `reason` where none is given."""
    if not reason.strip():
        raise at_field("reason", why)


def check_open(matter: Matter) -> None:
    """Raises NotAllowed where nobody owes anything any more."""
    if not matter.is_open:
        raise NotAllowed(
            _("%(number)s has ended (“%(state)s”). Reopen it first.")
            % {"number": matter.number, "state": matter.get_state_display()}
        )


def check_nobody_joined(matter: Matter) -> None:
    """Others who reported the same are answered here: it does not end without an answer while they wait for it."""
    joined = Matter.objects.filter(duplicate_of=matter, state=State.DUPLICATE).values_list("number", flat=True)
    if numbers := list(joined.order_by("pk")[:5]):
        raise NotAllowed(
            _("%(numbers)s were joined to this matter and are answered here. Take them apart first.")
            % {"numbers": ", ".join(numbers)}
        )


def check_directly(matter: Matter) -> None:
    """What a unit has accepted is no longer judged anew or voided by one person alone: it is applied for, and decided by
    somebody else (`oversight`). Raises NotAllowed."""
    if is_with_a_unit(matter):
        raise NotAllowed(
            _("“%(unit)s” has worked on it, so this needs an application, and somebody else decides. Apply for it.")
            % {"unit": matter.responsible_unit.name}
        )


def check_resume(matter: Matter) -> None:
    """Only what rests goes on: other states lead to handling too, by other verbs."""
    if matter.state != State.SUSPENDED:
        raise NotAllowed(
            _("%(number)s is “%(state)s”, so there is nothing to resume.")
            % {"number": matter.number, "state": matter.get_state_display()}
        )


def check_reopen(matter: Matter) -> None:
    """Only what has ended, or an answer the person contests, is taken up again."""
    if matter.is_open and matter.state != State.FOLLOW_UP:
        raise NotAllowed(
            _("%(number)s is still open (“%(state)s”): there is nothing to reopen.")
            % {"number": matter.number, "state": matter.get_state_display()}
        )


def check_assign(matter: Matter, to: User, at: datetime) -> None:
    """A matter is given to somebody who holds a post of the unit that answers for it."""
    check_open(matter)
    if to not in directory.members_of(matter.responsible_unit, at):
        message = _("%(person)s holds no post in “%(unit)s” today; give it to somebody who does.") % {
            "person": to,
            "unit": matter.responsible_unit.name,
        }
        raise at_field("to", message)
    if matter.responsible_person_id == to.pk:
        raise Refusal(_("%(person)s has this matter already.") % {"person": to})
    check_not_recused(matter, to)


def check_put_back(matter: Matter) -> None:
    """Only what a person has can go back to the queue."""
    check_open(matter)
    if matter.responsible_person_id is None:
        raise Refusal(_("Nobody has this matter; it waits in the queue already."))


def check_not_recused(matter: Matter, person: User | None) -> None:
    """Who handled a contested matter before, or whom a complaint is about, does not handle it (回避)."""
    if person is None:
        return
    found = Recusal.objects.standing().filter(matter=matter, person=person).first()
    if found is not None:
        raise NotAllowed(
            _("%(person)s stands back from %(number)s (%(why)s). Give it to somebody else.")
            % {"person": person, "number": matter.number, "why": found.get_why_display()}
        )


def check_lift(recusal: Recusal, by: Actor) -> None:
    """A director of the centre, or of one above it, who does not stand back themselves, finds that somebody may handle it."""
    matter = recusal.matter
    if RecusalLift.objects.filter(recusal=recusal).exists():
        raise NotAllowed(_("%(person)s does not stand back any more.") % {"person": recusal.person})
    above = Unit.objects.filter(pk=by.unit_id or 0).values_list("path", flat=True).first()
    if above is None or not matter.centre.path.startswith(above) or not directory.decides(by):
        raise NotAllowed(_("A director of “%(centre)s” or above it decides this.") % {"centre": matter.centre.name})
    if Recusal.objects.standing().filter(matter=matter, person=by.person_id).exists():
        raise NotAllowed(_("You stand back from this matter yourself; somebody else decides this."))


def check_take(matter: Matter, user: User, at: datetime) -> None:
    """A matter is taken from a queue by somebody who holds the queue's post."""
    check_open(matter)
    if matter.responsible_post is None:
        raise NotAllowed(
            _("%(person)s has taken it already; ask them, or have it given to you.")
            % {"person": matter.responsible_person}
        )
    if user not in directory.holders(matter.responsible_post, at):
        raise NotAllowed(
            _("It waits for “%(post)s”; you do not hold this post.") % {"post": str(matter.responsible_post)}
        )
    check_not_recused(matter, user)


def check_duplicate(matter: Matter, of: Matter) -> None:
    """A matter repeats another one that stands for itself."""
    why: Text = ""
    if of.pk == matter.pk:
        why = _("A matter cannot repeat itself; name another one.")
    elif of.state == State.DUPLICATE:
        why = _("%(number)s is a duplicate too; name the one it repeats.") % {"number": of.number}
    elif of.state in {State.INVALID, State.WITHDRAWN}:
        why = _("%(number)s ended without an answer; name one that is answered.") % {"number": of.number}
    elif not _is_kept_as_closely(matter, of):
        why = _("%(number)s is confidential; it is joined only to one that is kept as closely.") % {
            "number": matter.number
        }
    if why:
        raise at_field("of", why)


def _is_kept_as_closely(matter: Matter, of: Matter) -> bool:
    """Whoever reads the one sees what was reported in the other."""
    if concerned(matter) - concerned(of):
        return False
    if matter.compartment_id is not None and of.compartment_id != matter.compartment_id:
        return False
    return matter.confidentiality == Confidentiality.ORDINARY or of.confidentiality == matter.confidentiality


def check_link(matter: Matter, other: Matter) -> None:
    """Two matters, once."""
    why: Text = ""
    if other.pk == matter.pk:
        why = _("A matter cannot be related to itself; name another one.")
    elif Link.objects.filter(matter__in=[matter, other], other__in=[matter, other], removed_at=None).exists():
        why = _("%(number)s is related to it already.") % {"number": other.number}
    if why:
        raise at_field("of", why)


def check_unlink(tie: Link) -> None:
    """What was split off stays so."""
    if tie.kind != Link.Kind.RELATED:
        raise NotAllowed(_("One was split off the other; this stays true."))


def check_unlinked(gone: int) -> None:
    """Raises Conflict where somebody else took it off meanwhile."""
    if gone != 1:
        raise Conflict


def check_unmerge(matter: Matter) -> None:
    """Only what was joined is taken apart."""
    if matter.state != State.DUPLICATE:
        raise NotAllowed(
            _("%(number)s is “%(state)s”: it is not joined to another one.")
            % {"number": matter.number, "state": matter.get_state_display()}
        )


def check_attach(matter: Matter, count: int, by: Actor) -> None:
    """Files are added by those who work on an open matter, and by the person who asked (who comes from no unit)."""
    check_open(matter)
    if by.unit_id is not None and not works_on(matter, by.unit_id):
        raise NotAllowed(_("Files are added by the centre and the units that work on it."))
    held = Attachment.objects.filter(matter=matter, removed_at=None).count()
    if held + count > settings.FILES_PER_MATTER:
        why = _("A matter holds at most %(limit)s files; it has %(held)s. Take some away, or put pages into one PDF.")
        raise Refusal(why % {"limit": settings.FILES_PER_MATTER, "held": held})


def check_detach(attachment: Attachment, reason: str, by: Actor) -> None:
    """Taken away by whoever added it, or by the centre; never what the person was sent."""
    check_open(attachment.matter)
    check_reason(reason, _("Say why the file is taken away; this stays in the record."))
    if attachment.part == Attachment.Part.REPLY:
        raise NotAllowed(_("The person has been sent this file; it stays. Write a new answer instead."))
    if by.person_id != attachment.attached_by_id and by.unit_id != attachment.matter.centre_id:
        raise NotAllowed(_("A file is taken away by whoever added it, or by the centre."))
