"""Bringing a matter to the director, and from there to the centre above."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import CentreKind, UnitKind
from firstdesk.directory.tests.factories import acting, make_unit, staffed
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_desk, make_matter
from firstdesk.notices.models import Notice
from firstdesk.triage import services
from firstdesk.triage.tests.factories import actor, judged, verbs

pytestmark = pytest.mark.django_db


def test_to_the_director() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    services.escalate(matter, reason="归口不清", by=desk.by, at=desk.later(minutes=1))
    matter.refresh_from_db()
    assert (matter.state, matter.responsible_post) == (State.ESCALATED, desk.centre.posts["director"])
    assert verbs(matter)[-1] == "matter.escalated"
    assert Notice.objects.get(kind="matter.escalated").recipient == desk.centre.people["director"]


def test_from_the_director_to_the_centre_above() -> None:
    desk = make_desk()
    above = make_unit(UnitKind.CENTRE, centre_kind=CentreKind.GOVERNANCE)
    posts, people = staffed(above)
    lower = make_unit(UnitKind.CENTRE, parent=above, centre_kind=CentreKind.GOVERNANCE)
    staffed(lower)
    desk.centre.unit, desk.centre.posts = lower, {post.code: post for post in lower.posts.all()}
    desk.centre.people = {code: post.appointments.get().user for code, post in desk.centre.posts.items()}
    matter = make_matter(desk, state=State.ESCALATED)
    services.escalate(matter, reason="业务不明", by=actor(desk), at=desk.later(minutes=1))
    matter.refresh_from_db()
    assert (matter.state, matter.responsible_post) == (State.ESCALATED, posts["director"])
    decision = judged(director_decision="由中心办理")
    with pytest.raises(NotAllowed):  # no longer the lower director's to decide
        services.decide(matter, decision, by=actor(desk), at=desk.later(minutes=2))
    services.decide(matter, decision, by=acting(people["director"], desk.at).actor, at=desk.later(minutes=2))
    assert matter.state == State.HANDLING


def test_nobody_above() -> None:
    desk = make_desk()
    matter = make_matter(desk, state=State.ESCALATED)
    with pytest.raises(Refusal):
        services.escalate(matter, reason="业务不明", by=actor(desk), at=desk.later(minutes=1))


def test_needs_a_reason() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    with pytest.raises(Refusal):
        services.escalate(matter, reason=" ", by=desk.by, at=desk.later(minutes=1))


def test_not_once_ended() -> None:
    desk = make_desk()
    matter = make_matter(desk, state=State.CLOSED)
    with pytest.raises(NotAllowed):
        services.escalate(matter, reason="x", by=desk.by, at=desk.later(minutes=1))


def test_not_by_another_centre() -> None:
    desk, other = make_desk(), make_desk()
    matter = make_matter(desk)
    with pytest.raises(NotAllowed):
        services.escalate(matter, reason="x", by=other.by, at=desk.later(minutes=1))
