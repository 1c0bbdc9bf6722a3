"""The steps of the page of a matter: each looks first whether the page it was sent from was still true."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.models import User
from firstdesk.directory.scope import Acting
from firstdesk.matters import services as matters
from firstdesk.matters.access import named_matter
from firstdesk.matters.models import Matter
from firstdesk.matters.policies import check_seen
from firstdesk.workbench.selectors import page as pages


@dataclass(frozen=True)
class Sight:
    """Who looks at which matter, and when the page they look at was made."""

    matter: Matter
    acting: Acting
    seen: str  # changed_at of the matter as the page had it

    def check_fresh(self) -> None:
        """Raises Conflict with what changed where the page is stale."""
        check_seen(self.matter, self.seen)

    def check(self, verb: str) -> None:
        """Raises Conflict with what changed where the page is stale, NotAllowed where the verb is not this person's."""
        self.check_fresh()
        if not getattr(pages.may(self.matter, self.acting), verb):
            raise NotAllowed(_("From your post this is not possible now; reload the page to see what is."))


@transaction.atomic
def take(sight: Sight, *, at: datetime) -> Matter:
    """Take it from the queue."""
    sight.check("take")
    return matters.take(sight.matter, sight.acting.user, by=sight.acting.actor, at=at)


@transaction.atomic
def assign(sight: Sight, to: User, *, reason: str, at: datetime) -> Matter:
    """Give it to somebody of the unit."""
    sight.check("assign")
    return matters.assign(sight.matter, to, by=sight.acting.actor, at=at, reason=reason)


@transaction.atomic
def resume(sight: Sight, *, reason: str, at: datetime) -> Matter:
    """Go on."""
    sight.check("resume")
    return matters.resume(sight.matter, by=sight.acting.actor, at=at, reason=reason)


@transaction.atomic
def end(sight: Sight, given: Mapping[str, str], *, at: datetime) -> Matter:
    """End it beside the normal way: as duplicate, withdrawn or invalid."""
    sight.check("end")
    matter, by, reason = sight.matter, sight.acting.actor, given["reason"]
    if given["kind"] == "duplicate":
        return matters.mark_duplicate(
            matter, named_matter(given["of"], sight.acting, "of"), reason=reason, by=by, at=at
        )
    if given["kind"] == "withdrawn":
        return matters.withdraw(matter, reason=reason, by=by, at=at)
    return matters.mark_invalid(matter, reason=reason, by=by, at=at)
