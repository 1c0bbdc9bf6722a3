"""Being there: a page that is open says so every few seconds. Not recorded: who read what is the record's business, not this."""

from datetime import datetime, timedelta

from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter
from firstdesk.teamwork.models import Presence

FORGOTTEN_AFTER = timedelta(minutes=10)


def stay(matter: Matter, *, by: Acting, doing: str, at: datetime) -> None:
    """One statement, whether the person was there already or not."""
    Presence.objects.bulk_create(
        [Presence(matter_id=matter.pk, user=by.user, post_name=by.actor.post_name[:240], doing=doing[:60], seen_at=at)],
        update_conflicts=True,
        unique_fields=["matter_id", "user"],
        update_fields=["post_name", "doing", "seen_at"],
    )


def leave(matter: Matter, *, by: Acting) -> None:
    """The page was closed."""
    Presence.objects.filter(matter_id=matter.pk, user=by.user).delete()


def sweep(*, at: datetime) -> int:
    """Forget who was there."""
    return Presence.objects.filter(seen_at__lt=at - FORGOTTEN_AFTER).delete()[0]
