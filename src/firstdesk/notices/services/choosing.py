"""How people want to be told: by which ways, from which level on, when not."""

from dataclasses import dataclass, replace
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common import validation
from firstdesk.common.refusals import Detail, Refusal, at_field
from firstdesk.directory.models import Post, User
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.notices.models import Preference, QuietPost
from firstdesk.notices.services.outbox import normalised
from firstdesk.notices.states import Digest, Way, Wish

RECORDED = ("mail_wish", "sms_wish", "digest", "language")  # never an address


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What somebody has chosen on their page."""

    mail: str = ""
    mobile: str = ""
    mail_wish: str = Wish.NEVER
    sms_wish: str = Wish.NEVER
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest: str = Digest.NONE
    digest_hour: time = time(8, 0)
    digest_weekday: int = 0
    language: str = "zh-hans"


@dataclass(frozen=True)
class PostHours:
    """Quiet hours of a post: the same time twice is never quiet; None takes them away again."""

    quiet_from: time | None
    quiet_until: time | None


@transaction.atomic
def choose(user: User, choice: Choice, *, by: Actor, at: datetime) -> Preference:
    """Write down what a person has chosen for themselves. The record keeps the ways, never the addresses."""
    values = vars(choice) | {"mobile": _mobile(choice)}
    wish = Preference(user=user, **values)
    validation.check(wish, leave_out=("user",))
    wish.save()
    draft = ledger.draft_for(user, "person.notices_chosen", chain=f"person:{user.pk}", by=by, at=at)
    ledger.append(replace(draft, after={name: values[name] for name in RECORDED}))
    return wish


@transaction.atomic
def set_post_hours(post: Post, hours: PostHours, *, by: Actor, at: datetime) -> QuietPost | None:
    """Quiet hours for those who hold a post and have chosen none of their own."""
    if (hours.quiet_from is None) != (hours.quiet_until is None):
        raise at_field("quiet_until", _("Quiet hours have a beginning and an end, or neither."))
    found = None
    if hours.quiet_from is None or hours.quiet_until is None:
        QuietPost.objects.filter(post=post).delete()
    else:
        found = QuietPost(post=post, quiet_from=hours.quiet_from, quiet_until=hours.quiet_until)
        found.save()
    draft = ledger.draft_for(post, "post.quiet_hours_set", chain=f"unit:{post.unit_id}", by=by, at=at)
    span = f"{hours.quiet_from:%H:%M}-{hours.quiet_until:%H:%M}" if found else "—"
    ledger.append(replace(draft, after={"name": post.name, "span": span}))
    return found


def _mobile(choice: Choice) -> str:
    if not choice.mobile.strip():
        return ""
    try:
        return normalised(Way.SMS, choice.mobile)
    except Refusal as refusal:
        raise Refusal(
            _("Nothing was saved. Put right what is marked."),
            details=[Detail("mobile", detail.message) for detail in refusal.details],
        ) from refusal
