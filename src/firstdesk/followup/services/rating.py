"""What the person says about the answer, by the link they were given and without an account."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.followup import policies, selectors
from firstdesk.followup.models import Rating, Task
from firstdesk.followup.services.ending import take_up_again
from firstdesk.followup.services.todo import end_task
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter
from firstdesk.matters.services import Step, advance
from firstdesk.matters.states import State

PORTAL = Actor.system("portal")
CONTESTED = _("The person contests the answer on the follow page.")


@dataclass(frozen=True)
class Opinion:
    """What the person chose and wrote: a level, or words on what is not settled, or both."""

    level: int | None = None  # 5 very satisfied … 1 very dissatisfied
    words: str = ""

    @property
    def contests(self) -> bool:
        """Not content, or said to be unsettled: it is taken up again."""
        return self.level is None or self.level <= selectors.DISSATISFIED


@transaction.atomic
def rate(matter: Matter, opinion: Opinion, *, at: datetime) -> Rating:
    """Keep the rating of the newest answer. Once, and changeable within the time the rules give; each one is kept.

    Sent twice, it is one rating. Who is not content sees the matter taken up again, by somebody else.
    """
    Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
    matter.refresh_from_db()
    reply = policies.check_may_rate(matter, opinion.level, opinion.words, at)
    last = selectors.last_rating(reply)
    if last is not None and (last.level, last.words) == (opinion.level, opinion.words.strip()):
        return last
    rating = Rating.objects.create(
        matter=matter,
        reply=reply,
        number=last.number + 1 if last else 1,
        level=opinion.level,
        words=opinion.words.strip(),
        rated_at=at,
    )
    _act_on(matter, rating, opinion, at=at)
    return rating


def _act_on(matter: Matter, rating: Rating, opinion: Opinion, *, at: datetime) -> None:
    noted = {"rating": rating.pk, "reply": rating.reply_id, "level": rating.level}
    if opinion.contests and matter.state in {State.FOLLOW_UP, State.CLOSED}:
        take_up_again(matter, reason=str(CONTESTED), by=PORTAL, at=at, noted=noted)
        return
    awaited = Task.Kind.CALL_BACK in selectors.open_tasks(matter) and matter.state == State.FOLLOW_UP
    event = "matter.followed_up" if awaited and not opinion.contests else "matter.rated"
    advance(matter, Step(to=None, event=event, noted=noted), by=PORTAL, at=at)
    if awaited:
        end_task(matter, Task.Kind.CALL_BACK, Task.Outcome.RATED, by=PORTAL, at=at)
