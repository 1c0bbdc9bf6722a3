"""Officers on duty who agreed to be named: name, number, and the number for complaints."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from firstdesk.directory.models import Post, Unit
from firstdesk.directory.scope import Acting
from firstdesk.directory.selectors import supervision_phone
from firstdesk.rosters.selectors import shifts_at
from firstdesk.wall.models import PostedOfficer


@dataclass(frozen=True)
class OnDuty:
    """A line of the page. `name` is empty for somebody who did not agree to be named."""

    post: str
    name: str
    number: str
    until: datetime


def on_duty(centre: Unit, at: datetime) -> list[OnDuty]:
    """Current shifts at the centre and its groups; those who did not agree appear without a name."""
    posts = Post.objects.filter(Q(unit=centre) | Q(unit__parent=centre)).select_related("unit")
    by_id = {post.pk: post for post in posts}
    agreed = set(
        PostedOfficer.objects.filter(Q(unit=centre) | Q(unit__parent=centre), ended_at=None).values_list(
            "user_id", "unit_id"
        )
    )
    found = []
    for shift in shifts_at(list(by_id.values()), at):
        post = by_id[shift.post_id]
        is_named = (shift.person_id, post.unit_id) in agreed
        name, number = (str(shift.person), shift.person.staff_number) if is_named else ("", "")
        found.append(OnDuty(post.name, name, number, shift.ends_at))
    return sorted(found, key=lambda each: (each.post, not each.name, each.name))


def has_agreed(acting: Acting) -> PostedOfficer | None:
    """The consent of the person for the unit they act from; None where not given."""
    return PostedOfficer.objects.filter(user=acting.user, unit=acting.unit, ended_at=None).first()


def phone(centre: Unit) -> tuple[str, str]:
    """The number for complaints, and whose it is."""
    return supervision_phone(centre)
