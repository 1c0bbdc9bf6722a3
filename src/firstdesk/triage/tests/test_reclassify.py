"""Judging anew: with a reason, taken back first, then where the table now says."""

import pytest

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.dispatch.models import Referral
from firstdesk.dispatch.tests.factories import make_case as make_referral
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_desk, make_matter
from firstdesk.triage import services
from firstdesk.triage.models import Decision
from firstdesk.triage.tests.factories import abroad, judged, verbs

pytestmark = pytest.mark.django_db


def test_offer_is_taken_back() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    services.decide(matter, abroad(), by=desk.by, at=desk.later(minutes=1))
    services.reclassify(matter, judged(reason="是邻里纠纷"), by=desk.by, at=desk.later(minutes=2))
    matter.refresh_from_db()
    assert matter.state == State.HANDLING
    assert Referral.objects.get(matter=matter).state == "withdrawn"
    assert Decision.objects.filter(matter=matter).count() == 2


def test_of_two_who_judge_anew_what_was_sent_the_second_is_told() -> None:
    """What the second would take back is a referral they never saw."""
    desk = make_desk()
    matter = make_matter(desk)
    services.decide(matter, abroad(), by=desk.by, at=desk.later(minutes=1))
    one, two = Matter.objects.get(pk=matter.pk), Matter.objects.get(pk=matter.pk)
    services.reclassify(one, abroad(reason="再派一次"), by=desk.by, at=desk.later(minutes=2))
    with pytest.raises(Conflict):
        services.reclassify(two, judged(reason="是邻里纠纷"), by=desk.by, at=desk.later(minutes=2))
    assert Matter.objects.get(pk=matter.pk).state == State.OFFERED


def test_own_handling_is_sent_on() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    services.decide(matter, judged(), by=desk.by, at=desk.later(minutes=1))
    services.reclassify(matter, abroad(reason="是物业的事"), by=desk.by, at=desk.later(minutes=2))
    matter.refresh_from_db()
    assert matter.state == State.OFFERED
    assert verbs(matter)[-3:] == ["matter.reclassified", "matter.triaged", "referral.offered"]


def test_needs_a_reason() -> None:
    desk = make_desk()
    matter = make_matter(desk, state=State.HANDLING)
    with pytest.raises(Refusal):
        services.reclassify(matter, judged(), by=desk.by, at=desk.later(minutes=2))


@pytest.mark.parametrize("state", [State.TO_TRIAGE, State.CLOSED, State.FOLLOW_UP])
def test_not_in_every_state(state: str) -> None:
    desk = make_desk()
    matter = make_matter(desk, state=state)
    with pytest.raises(NotAllowed):
        services.reclassify(matter, judged(reason="x"), by=desk.by, at=desk.later(minutes=2))


def test_not_by_another_centre() -> None:
    desk, other = make_desk(), make_desk()
    matter = make_matter(desk, state=State.HANDLING)
    with pytest.raises(NotAllowed):
        services.reclassify(matter, judged(reason="x"), by=other.by, at=desk.later(minutes=2))


def test_what_a_unit_has_accepted_is_applied_for() -> None:
    case = make_referral("working")
    with pytest.raises(NotAllowed):
        services.reclassify(case.matter, judged(reason="x"), by=case.sender, at=case.at)
    services.reclassify(case.matter, judged(reason="x"), by=case.sender, at=case.at, approved=True)
    assert case.matter.state == State.HANDLING
    assert case.matter.responsible_unit == case.desk.centre.unit
