"""A matter cannot wait: one verb, from whatever page, and everybody sees it red at once."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from firstdesk.common.refusals import NotAllowed
from firstdesk.directory import selectors as directory
from firstdesk.directory.models import User
from firstdesk.dispatch.selectors import live_referral
from firstdesk.dispatch.services import on_duty
from firstdesk.ledger.actors import Actor
from firstdesk.matters.models import Matter, Urgency
from firstdesk.matters.policies import check_open
from firstdesk.matters.selectors import hearing
from firstdesk.matters.services import Step, advance
from firstdesk.matters.states import State
from firstdesk.notices import services as notices
from firstdesk.notices.services import Message
from firstdesk.obligations.services import shorten
from firstdesk.triage import policies
from firstdesk.triage.models import UrgentMark

SAID = gettext_noop("%(number)s was marked urgent: %(title)s")
SAID_WITHOUT_TITLE = gettext_noop("%(number)s was marked urgent.")


@transaction.atomic
def mark_urgent(matter: Matter, *, reason: str = "", by: Actor, at: datetime) -> Matter:
    """Mark it urgent. What runs is counted by the shorter limit from its start; what starts from now on starts as urgent.

    Raises NotAllowed where it has ended, is urgent already, or neither centre nor responsible unit acts.
    """
    check_open(matter)
    policies.check_near(matter, by)
    if matter.urgency == Urgency.URGENT:
        raise NotAllowed(_("%(number)s is marked urgent already.") % {"number": matter.number})
    was = matter.urgency
    step = Step(None, "matter.marked_urgent", reason.strip(), changes={"urgency": Urgency.URGENT}, noted={"was": was})
    matter = advance(matter, step, by=by, at=at)
    shorten(matter.pk, {"urgency": Urgency.URGENT}, by=by, at=at)
    UrgentMark.objects.create(matter=matter, was=was, reason=reason.strip()[:200], marked_at=at, marked_by_id=by.by_id)
    _tell(matter, by=by, at=at)
    return matter


def _tell(matter: Matter, *, by: Actor, at: datetime) -> None:
    """Whoever has it in hand, else everybody on its queue, and the unit it was only offered to; not who marked it."""
    values = {"number": matter.number} | ({} if matter.is_restricted else {"title": matter.title})
    message = Message(
        kind="matter.marked_urgent",
        level="danger",
        text=SAID_WITHOUT_TITLE if matter.is_restricted else SAID,
        values=values,
        matter_id=matter.pk,
        url=reverse("workbench:matter", args=[matter.number]),
    )
    people = {user.pk: user for user in [*_people(matter, at), *_asked(matter, at)] if user.pk != by.person_id}
    notices.send(message, to=hearing(matter, people.values()), at=at)


def _people(matter: Matter, at: datetime) -> list[User]:
    if matter.responsible_person is not None:
        return [matter.responsible_person]
    return list(directory.holders(matter.responsible_post, at)) if matter.responsible_post else []


def _asked(matter: Matter, at: datetime) -> list[User]:
    referral = live_referral(matter) if matter.state == State.OFFERED else None
    return on_duty(referral.to_unit, at) if referral else []
