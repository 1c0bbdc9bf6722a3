"""Matters to test with. `make_matter` goes through the verbs, so every matter has its record and its clocks."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from firstdesk.directory.models import CentreKind, User
from firstdesk.directory.tests.factories import Centre, make_centre
from firstdesk.ledger.actors import Actor
from firstdesk.matters import services
from firstdesk.matters.models import Channel, Involvement, Matter
from firstdesk.matters.services import NewMatter, Responsible, Step
from firstdesk.matters.states import State
from firstdesk.regulations.tests.factories import load_real_rules

SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2025, 9, 30, 15, 0, tzinfo=SHANGHAI)  # the day before National Day
MONDAY = datetime(2025, 9, 15, 10, 0, tzinfo=SHANGHAI)  # a week without holidays follows
_numbers = count(1)

# The shortest way of events to each state, from registration on.
WAYS: dict[str, tuple[tuple[str | None, str], ...]] = {
    State.TO_TRIAGE: (),
    State.ESCALATED: ((State.ESCALATED, "matter.escalated"),),
    State.OFFERED: ((None, "matter.triaged"), (State.OFFERED, "referral.offered")),
    State.HANDLING: ((State.HANDLING, "matter.triaged"),),
    State.SUSPENDED: ((State.HANDLING, "matter.triaged"), (State.SUSPENDED, "matter.suspended")),
    State.ANSWERED: ((State.HANDLING, "matter.triaged"), (State.ANSWERED, "referral.answered")),
    State.TO_REPLY: ((State.HANDLING, "matter.triaged"), (State.TO_REPLY, "matter.finished")),
    State.FOLLOW_UP: (
        (State.HANDLING, "matter.triaged"),
        (State.TO_REPLY, "matter.finished"),
        (State.FOLLOW_UP, "matter.replied"),
    ),
    State.CLOSED: (
        (State.HANDLING, "matter.triaged"),
        (State.TO_REPLY, "matter.finished"),
        (State.FOLLOW_UP, "matter.replied"),
        (State.CLOSED, "matter.closed"),
    ),
    State.WITHDRAWN: ((State.WITHDRAWN, "matter.withdrawn"),),
    State.INVALID: ((State.INVALID, "matter.marked_invalid"),),
}


@dataclass
class Desk:
    """A centre with the real rules and everybody in place, at one moment."""

    centre: Centre
    at: datetime = TUESDAY

    @property
    def officer(self) -> User:
        return self.centre.people["intake"]

    @property
    def by(self) -> Actor:
        return Actor(
            person_id=self.officer.pk,
            name=str(self.officer),
            post_id=self.centre.posts["intake"].pk,
            unit_id=self.centre.unit.pk,
        )

    def later(self, **amount: float) -> datetime:
        """A moment after the desk's."""
        return self.at + timedelta(**amount)


def make_desk(kind: str = CentreKind.GOVERNANCE, at: datetime = TUESDAY) -> Desk:
    """A desk of a kind of centre under the real rules."""
    load_real_rules()
    return Desk(make_centre(kind), at)


def new_matter(desk: Desk, **values: object) -> NewMatter:
    """An ordinary civil dispute told by phone; any field can be given."""
    defaults: dict[str, object] = {
        "centre": desk.centre.unit,
        "title": f"楼上漏水第{next(_numbers)}次",
        "channel": Channel.PHONE,
        "nature": "civil_dispute",
        "topic": "neighbour_disputes.water_leak",
        "remit": "own",
        "is_identified": True,
        "first_receiver": desk.officer,
    }
    return NewMatter(**(defaults | values))  # type: ignore[arg-type]


def make_matter(desk: Desk | None = None, *, state: str = State.TO_TRIAGE, **values: object) -> Matter:
    """A matter in a state, moved there by events a minute apart; the last one happens at the desk's moment."""
    desk = desk or make_desk()
    way = WAYS[state]
    at = desk.later(minutes=-len(way))
    matter = services.open_matter(new_matter(desk, **values), by=desk.by, at=at)
    for number, (to, event) in enumerate(way, 1):
        services.advance(matter, _step(desk, to, event), by=desk.by, at=at + timedelta(minutes=number))
    return matter


def _step(desk: Desk, to: str | None, event: str) -> Step:
    reason = "" if to not in {State.WITHDRAWN, State.INVALID} else "测试"
    if event == "referral.offered":
        receiver = Responsible(desk.centre.linkage, post=desk.centre.linkage_posts["liaison"])
        return Step(to, event, owes=receiver, involves=((desk.centre.linkage, Involvement.Part.OFFERED),))
    if to == State.ESCALATED:
        return Step(to, event, responsible=services.queue(desk.centre.unit, "director"))
    return Step(to, event, reason=reason)


class Page(Client):
    """A browser whose page of a matter was made just before each POST: it says so, unless the test says otherwise."""

    def post(self, path: str, data: Any = None, *args: Any, **kwargs: Any) -> Any:
        number = re.search(r"/matters/([^/]+)/", path)
        if number and "seen" not in (data or {}):
            found = Matter.objects.get(number=number.group(1))
            data = {"seen": found.changed_at.isoformat(), **(data or {})}
        return super().post(path, data, *args, **kwargs)
