"""Classifying a matter: it goes where the table says, the officer may differ with a reason, the director decides what is his."""

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import CentreKind, UnitKind
from firstdesk.directory.tests.factories import acting, make_unit, staffed
from firstdesk.dispatch import services as dispatch
from firstdesk.dispatch.models import Referral
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_desk, make_matter
from firstdesk.obligations.models import Clock
from firstdesk.triage import services
from firstdesk.triage.services import Case, Hazard
from firstdesk.triage.tests.factories import abroad, actor, judged, verbs

pytestmark = pytest.mark.django_db


def test_own_dispute_goes_to_mediation() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    decision = services.decide(matter, judged(), by=desk.by, at=desk.later(minutes=5))
    matter.refresh_from_db()
    assert (decision.route, decision.row_id) == ("own", "dispute_here")
    assert (matter.state, matter.responsible_post) == (State.HANDLING, desk.centre.posts["mediation"])
    assert matter.may_mediate
    assert Clock.objects.filter(matter_id=matter.pk, code="handling", state="running").exists()


def test_another_units_business_is_offered_and_stays_ours() -> None:
    desk = make_desk()
    matter = make_matter(desk, nature="", topic="")
    decision = services.decide(matter, abroad(), by=desk.by, at=desk.later(minutes=5))
    matter.refresh_from_db()
    referral = Referral.objects.get(matter=matter)
    assert (decision.route, decision.target_unit) == ("refer", desk.centre.linkage)
    assert (matter.state, matter.responsible_unit) == (State.OFFERED, desk.centre.unit)
    assert (referral.to_unit, referral.route_row) == (desk.centre.linkage, "outside")
    codes = set(Clock.objects.filter(matter_id=matter.pk, state="running").values_list("code", flat=True))
    assert "accept" in codes and "handling" not in codes and "triage" not in codes


def test_a_unit_that_objected_is_asked_again_only_by_the_director() -> None:
    desk = make_desk()
    matter = make_matter(desk, nature="", topic="")
    services.decide(matter, abroad(), by=desk.by, at=desk.later(minutes=5))
    liaison = desk.centre.linkage_people["liaison"]
    by = acting(liaison, desk.at).actor
    dispatch.object_(Referral.objects.get(matter=matter), reason="不归我们管", by=by, at=desk.later(minutes=9))
    matter = Matter.objects.get(pk=matter.pk)
    decision = services.decide(matter, abroad(), by=desk.by, at=desk.later(minutes=15))
    matter = Matter.objects.get(pk=matter.pk)
    assert (decision.route, matter.state, matter.responsible_post) == (
        "escalate",
        State.ESCALATED,
        desk.centre.posts["director"],
    )
    again = services.decide(
        matter, abroad(director_decision="仍由物业主管部门办理"), by=actor(desk), at=desk.later(minutes=30)
    )
    assert (again.route, again.target_unit) == ("refer", desk.centre.linkage)


def test_recorded() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    services.decide(matter, abroad(), by=desk.by, at=desk.later(minutes=5))
    assert verbs(matter)[-2:] == ["matter.triaged", "referral.offered"]


def test_not_twice() -> None:
    desk = make_desk()
    matter = make_matter(desk, state=State.HANDLING)
    with pytest.raises(NotAllowed):
        services.decide(matter, judged(), by=desk.by, at=desk.later(minutes=5))


def test_not_by_another_centre() -> None:
    desk, other = make_desk(), make_desk()
    matter = make_matter(desk)
    with pytest.raises(NotAllowed):
        services.decide(matter, judged(), by=other.by, at=desk.later(minutes=5))


def test_enquiry_is_answered_by_whoever_took_it() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    services.decide(matter, judged(nature="enquiry", topic="government_service"), by=desk.by, at=desk.later(minutes=1))
    matter.refresh_from_db()
    assert (matter.state, matter.responsible_person) == (State.HANDLING, desk.officer)


def test_many_leave_enquiries_in_the_queue() -> None:
    desk = make_desk()
    matters = [make_matter(desk), make_matter(desk)]
    enquiry = judged(nature="enquiry", topic="government_service")
    services.decide_many([Case(matter, enquiry) for matter in matters], by=desk.by, at=desk.later(minutes=1))
    for matter in matters:
        matter.refresh_from_db()
        assert matter.responsible_post == desk.centre.posts["intake"]


def test_unclear_goes_up() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    services.decide(matter, judged(remit="unclear"), by=desk.by, at=desk.later(minutes=5))
    matter.refresh_from_db()
    assert (matter.state, matter.responsible_post) == (State.ESCALATED, desk.centre.posts["director"])
    assert verbs(matter)[-1] == "matter.escalated"


def test_what_is_with_the_director_only_the_director_decides() -> None:
    desk = make_desk()
    matter = make_matter(desk, state=State.ESCALATED)
    with pytest.raises(NotAllowed):
        services.decide(matter, judged(), by=desk.by, at=desk.later(minutes=5))
    services.decide(matter, judged(), by=actor(desk), at=desk.later(minutes=5))
    matter.refresh_from_db()
    assert matter.state == State.HANDLING


def test_director_without_a_centre_above_must_decide() -> None:
    desk = make_desk()
    matter = make_matter(desk, state=State.ESCALATED)
    with pytest.raises(Refusal) as refused:
        services.decide(matter, judged(remit="unclear"), by=actor(desk), at=desk.later(minutes=5))
    assert refused.value.details[0].clauses == ("GC-01-04",)


def test_complex_needs_the_directors_decision() -> None:
    desk = make_desk(CentreKind.POLICE_MEDIATION)
    matter = make_matter(desk)
    complex_one = judged(grade="complex", director_decision="officer cannot write this")
    with pytest.raises(Refusal) as refused:
        services.decide(matter, complex_one, by=desk.by, at=desk.later(minutes=5))
    assert [(d.field, d.clauses) for d in refused.value.details] == [("director_decision", ("PM-010",))]
    services.escalate(matter, reason="复杂", by=desk.by, at=desk.later(minutes=6))
    decided = judged(grade="complex", director_decision="交调解组,三日内上门")
    decision = services.decide(matter, decided, by=actor(desk), at=desk.later(minutes=7))
    assert decision.director_decision and decision.route == "own"


def test_major_dispute_needs_its_form() -> None:
    desk = make_desk()
    matter = make_matter(desk, state=State.ESCALATED)
    major = judged(grade="major", director_decision="由主任牵头")
    with pytest.raises(Refusal) as refused:
        services.decide(matter, major, by=actor(desk), at=desk.later(minutes=5))
    assert [d.field for d in refused.value.details] == ["hazard_form_or_not_major"]
    form = Hazard(
        parties="业主与物业", people_involved=40, cause="电梯", focus="维修费", measures="已约谈", superior_asked="住建"
    )
    services.file_hazard_form(matter, form, by=desk.by, at=desk.later(minutes=6))
    decision = services.decide(matter, major, by=actor(desk), at=desk.later(minutes=7))
    assert decision.row_id == "major_dispute"


def test_violence_goes_to_the_police_and_is_never_mediated() -> None:
    desk = make_desk()
    station = make_unit(UnitKind.STATION, parent=desk.centre.jurisdiction)
    staffed(station)
    matter = make_matter(desk)
    violence = judged(topic="domestic_violence.spouse_violence")
    decision = services.decide(matter, violence, by=desk.by, at=desk.later(minutes=5))
    matter.refresh_from_db()
    assert (decision.row_id, decision.target_unit, matter.may_mediate) == ("violence", station, False)


def test_another_unit_needs_a_reason() -> None:
    desk = make_desk()
    other = make_unit(UnitKind.LINKAGE_UNIT, parent=desk.centre.jurisdiction, linkage_class=1)
    staffed(other)
    matter = make_matter(desk)
    with pytest.raises(Refusal) as refused:
        services.decide(matter, abroad(target=other), by=desk.by, at=desk.later(minutes=5))
    assert refused.value.details[0].field == "reason"
    decision = services.decide(
        matter, abroad(target=other, reason="该小区由他们管"), by=desk.by, at=desk.later(minutes=5)
    )
    assert decision.is_override and decision.target_unit == other


def test_nobodys_topic_goes_to_the_director() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    decision = services.decide(matter, abroad(topic="environment.noise"), by=desk.by, at=desk.later(minutes=5))
    matter.refresh_from_db()
    assert (decision.route, matter.state) == ("escalate", State.ESCALATED)


def test_grid_report_is_checked_first() -> None:
    desk = make_desk()
    matter = make_matter(desk, channel="grid")
    with pytest.raises(Refusal) as refused:
        services.decide(matter, judged(), by=desk.by, at=desk.later(minutes=5))
    assert [d.field for d in refused.value.details] == ["verified"]
    services.verify(matter, is_true=True, method="现场", by=desk.by, at=desk.later(minutes=6))
    services.decide(matter, judged(), by=desk.by, at=desk.later(minutes=7))


def test_help_for_the_elderly_goes_to_the_grid_they_live_in() -> None:
    desk = make_desk()
    matter = make_matter(desk, grid=desk.centre.grids[0])
    near = judged(nature="help", topic="elderly_helpless.elder_help", remit="unit")
    decision = services.decide(matter, near, by=desk.by, at=desk.later(minutes=5))
    assert decision.target_unit == desk.centre.community


def test_values_outside_the_lists_are_refused_by_name() -> None:
    desk = make_desk()
    matter = make_matter(desk)
    with pytest.raises(Refusal) as refused:
        services.decide(matter, judged(nature="nonsense", topic="no.such"), by=desk.by, at=desk.later(minutes=5))
    assert {d.field for d in refused.value.details} == {"nature", "topic"}
