"""Matters that belong together: related, one split off the other, or one joined to another, and taken apart again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.ledger.models import Entry
from firstdesk.matters import policies
from firstdesk.matters.models import Link, Matter
from firstdesk.matters.services.ending import mark_duplicate
from firstdesk.matters.services.kernel import Step, advance, queue
from firstdesk.matters.states import State

RESTORED = frozenset({State.HANDLING, State.SUSPENDED, State.TO_REPLY})  # by the centre itself: work goes on


@transaction.atomic
def link(matter: Matter, other: Matter, *, by: Actor, at: datetime) -> Link:
    """Say that two matters belong together. Nobody's page becomes stale by it: neither of them changes."""
    policies.check_link(matter, other)
    first, second = sorted((matter, other), key=lambda each: each.pk)
    return _tie(Link(kind=Link.Kind.RELATED, matter=first, other=second), "matter.linked", by=by, at=at)


@transaction.atomic
def note_split(new: Matter, origin: Matter, *, by: Actor, at: datetime) -> Link:
    """Say that a matter just made was a part of another one."""
    return _tie(Link(kind=Link.Kind.SPLIT_FROM, matter=new, other=origin), "matter.split", by=by, at=at)


@transaction.atomic
def unlink(tie: Link, *, by: Actor, at: datetime) -> Link:
    """They do not belong together after all. That one was split off the other stays true for ever."""
    policies.check_unlink(tie)
    gone = Link.objects.filter(pk=tie.pk, removed_at=None).update(removed_at=at, removed_by_id=by.person_id)
    policies.check_unlinked(gone)
    ledger.append_many(_drafts(tie, "matter.unlinked", by=by, at=at))
    return tie


@transaction.atomic
def merge(matter: Matter, into: Matter, *, reason: str, by: Actor, at: datetime) -> Matter:
    """One event, reported twice: the person who reported this one is answered there. Both keep what they hold."""
    return mark_duplicate(matter, into, reason=reason, by=by, at=at)


@transaction.atomic
def unmerge(matter: Matter, *, reason: str, by: Actor, at: datetime) -> Matter:
    """It was another event after all: what it was before, it is again.

    Who answered answers again, with what was judged. Where the centre itself was working on it, work goes on; what had
    been sent to a unit is sent anew, since the unit was told that it is over.
    """
    policies.check_unmerge(matter)
    policies.check_reason(reason, _("Say why it is another event after all."))
    before = _state_before(matter)
    own = matter.centre.path.startswith(matter.responsible_unit.path)
    stays = own and before in RESTORED | {State.TO_TRIAGE}
    step = Step(
        State.TO_TRIAGE,
        "matter.reopened",
        reason=reason.strip(),
        changes={"duplicate_of": None},
        noted={"taken_apart_from": matter.duplicate_of.number if matter.duplicate_of else "", "was": before},
        responsible=None if stays else queue(matter.centre, "intake"),
    )
    advance(matter, step, by=by, at=at)
    if stays and before in RESTORED:
        advance(matter, Step(State.HANDLING, "matter.triaged", noted={"restored": before}), by=by, at=at)
    return matter


def _state_before(matter: Matter) -> str:
    joined = Entry.objects.filter(chain=matter.ledger_chain, verb="matter.marked_duplicate").order_by("-seq").first()
    return str(joined.before.get("state", "")) if joined else ""


def _tie(tie: Link, verb: str, *, by: Actor, at: datetime) -> Link:
    tie.linked_at, tie.linked_by_id = at, by.by_id
    tie.save(force_insert=True)
    ledger.append_many(_drafts(tie, verb, by=by, at=at))
    return tie


def _drafts(tie: Link, verb: str, *, by: Actor, at: datetime) -> list[ledger.Draft]:
    """One entry in the record of each of the two, naming the other."""
    return [
        ledger.Draft(
            chain=here.ledger_chain, verb=verb, by=by, at=at, subject_kind=Matter._meta.label, subject_id=here.pk,
            after={"kind": tie.kind, "other": shown_number(there)},
        )
        for here, there in ((tie.matter, tie.other), (tie.other, tie.matter))
    ]  # fmt: skip


def shown_number(matter: Matter) -> str:
    """A number as it may stand in another matter's record: readers of that one may not know of a protected one."""
    return "—" if matter.is_restricted else matter.number
