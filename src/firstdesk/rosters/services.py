"""Planning who is on."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock, validation
from firstdesk.common.refusals import Refusal, at_field
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import Post, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.rosters import ports
from firstdesk.rosters.models import Shift


@dataclass(frozen=True, kw_only=True)
class ShiftPlan:
    """Somebody is to stand at a post from one moment until (before) another."""

    post: Post
    person: User
    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def plan_shift(*, plan: ShiftPlan, by: Actor, at: datetime) -> Shift:
    """Put a shift into the table. The person must hold the post on its first day, be ready for it (an
    induction, where the rules ask for one), and not stand twice at once."""
    shift = Shift(post=plan.post, person=plan.person, starts_at=plan.starts_at, ends_at=plan.ends_at)
    validation.check(shift)
    if plan.person not in directory.holders(plan.post, plan.starts_at):
        message = _("%(person)s does not hold the post “%(post)s” on that day.")
        raise at_field(
            "person", message % {"person": plan.person, "post": plan.post.name}, whole=_("Nothing was saved.")
        )
    (lack,) = ports.lacks([ports.Stand(plan.post, plan.person, plan.starts_at)])
    if lack:
        raise at_field("person", lack.message, clauses=lack.clauses, whole=_("Nothing was saved."))
    User.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=plan.person.pk
    )  # two planners, one person: one after the other
    clash = Shift.objects.filter(person=plan.person, starts_at__lt=plan.ends_at, ends_at__gt=plan.starts_at).first()
    if clash:
        message = _("%(person)s already stands at “%(post)s” from %(start)s.")
        start = clock.local(clash.starts_at).strftime("%m-%d %H:%M")
        values = {"person": plan.person, "post": clash.post.name, "start": start}
        raise at_field("person", message % values, whole=_("Nothing was saved."))
    shift.save(force_insert=True)
    ledger.append(_draft(shift, "shift.planned", by=by, at=at))
    return shift


@transaction.atomic
def remove_shift(*, shift: Shift, reason: str, by: Actor, at: datetime) -> None:
    """Take a shift that has not ended out of the table."""
    if shift.ends_at <= at:
        raise Refusal(_("This shift is over; what was worked is not erased."))
    ledger.append(_draft(shift, "shift.removed", by=by, at=at, reason=reason))
    shift.delete()


def _draft(shift: Shift, verb: str, *, by: Actor, at: datetime, reason: str = "") -> ledger.Draft:
    return ledger.Draft(
        chain=f"unit:{shift.post.unit_id}",
        verb=verb,
        by=by,
        at=at,
        subject_kind="rosters.Shift",
        subject_id=shift.pk,
        reason=reason,
        after={
            "post": shift.post_id,
            "person": str(shift.person),
            "starts_at": shift.starts_at,
            "ends_at": shift.ends_at,
        },
    )
