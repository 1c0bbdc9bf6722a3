"""Why a verb on a matter is not possible, in words."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.http import moment_in
from firstdesk.common.refusals import Conflict, Detail, NotAllowed, Refusal, Text
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import User
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.states import EVENT, State


def check_seen(matter: Matter, seen: str) -> None:
    """Raises Conflict with what changed where the page a form was sent from had an older matter.

    `seen` is the matter's `changed_at` as the page had it; empty where a caller has no page.
    """
    if not seen:
        return
    then = moment_in(seen)
    if then == matter.changed_at:
        return
    raise Conflict(details=[Detail("", _said(entry)) for entry in _changes_since(matter, then)])


def _changes_since(matter: Matter, then: datetime | None) -> list[Entry]:
    if then is None:
        return []
    return list(Entry.objects.filter(chain=matter.ledger_chain, verb__in=EVENT, at__gt=then).order_by("-seq")[:5])


def _said(entry: Entry) -> str:
    who = " · ".join(filter(None, [entry.actor_name if entry.actor_id else "", entry.post_name]))
    said = f"{clock.local(entry.at):%H:%M} {EVENT[entry.verb]}"
    return f"{said} — {who}" if who else said


def check_reason(reason: str, why: Text) -> None:
    """Raises Refusal on the field `reason` where none is given."""
    if not reason.strip():
        raise Refusal(why, details=[Detail("reason", why)])


def check_open(matter: Matter) -> None:
    """Raises NotAllowed where nobody owes anything any more."""
    if not matter.is_open:
        raise NotAllowed(
            _("%(number)s has ended (“%(state)s”). Reopen it first.")
            % {"number": matter.number, "state": matter.get_state_display()}
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
        raise Refusal(message, details=[Detail("to", message)])
    if matter.responsible_person_id == to.pk:
        raise Refusal(_("%(person)s has this matter already.") % {"person": to})


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


def check_duplicate(matter: Matter, of: Matter) -> None:
    """A matter repeats another one that stands for itself."""
    why: Text = ""
    if of.pk == matter.pk:
        why = _("A matter cannot repeat itself; name another one.")
    elif of.state == State.DUPLICATE:
        why = _("%(number)s is a duplicate too; name the one it repeats.") % {"number": of.number}
    if why:
        raise Refusal(why, details=[Detail("of", why)])
