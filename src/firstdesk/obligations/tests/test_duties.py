"""What time does to duties, and what people may say of them."""

from datetime import date, datetime, timedelta

import pytest

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import CentreKind, UnitKind
from firstdesk.directory.scope import Acting
from firstdesk.directory.tests.factories import Centre, acting, make_centre, make_person, make_unit
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import SHANGHAI
from firstdesk.notices.models import Notice
from firstdesk.obligations import policies, selectors, services
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.services import ByHand
from firstdesk.obligations.states import OccurrenceState
from firstdesk.obligations.tests.factories import by_unit, rules_with, the_duty
from firstdesk.rosters.models import Shift

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
TODAY = date(2026, 3, 2)


@pytest.fixture
def centre() -> Centre:
    """A centre that owes one duty a month, by the 25th, with two proofs."""
    rules_with("{period: monthly, due: {day: 25}}", evidence="[work_plan, roll]")
    made = make_centre(CentreKind.GOVERNANCE)
    services.keep_duties(at=MONDAY)
    return made


@pytest.fixture
def duty(centre: Centre) -> Occurrence:
    return the_duty()


def director(centre: Centre, at: datetime = MONDAY) -> Acting:
    return acting(centre.people["director"], at)


def superior(centre: Centre, at: datetime = MONDAY) -> Acting:
    """Somebody who supervises the centre from above it."""
    above = make_unit(UnitKind.CENTRE, parent=None, centre_kind=CentreKind.GOVERNANCE, division_code="359999")
    centre.unit.path = f"{above.path}{centre.unit.code}/"
    centre.unit.parent = above
    centre.unit.save()
    return acting(make_person(above.posts.get(code="director")), at)


def test_it_waits_for_the_post_the_rule_names(centre: Centre, duty: Occurrence) -> None:
    assert duty in [each.occurrence for each in selectors.my_duties(director(centre))]
    assert selectors.my_duties(acting(centre.people["intake"], MONDAY)) == []


def test_one_of_two_proofs_does_it_in_part(centre: Centre, duty: Occurrence) -> None:
    services.prove_by_hand(duty, ByHand("work_plan", "1号", TODAY), by=by_unit(centre.unit), at=MONDAY)
    duty.refresh_from_db()
    assert (duty.state, duty.done_at) == (OccurrenceState.PARTIAL, None)
    assert Entry.objects.filter(verb="duty.proved").count() == 1


def test_without_words_nothing_is_proved(centre: Centre, duty: Occurrence) -> None:
    with pytest.raises(Refusal):
        services.prove_by_hand(duty, ByHand("work_plan", " ", TODAY), by=by_unit(centre.unit), at=MONDAY)


def test_what_happened_earlier_is_entered_later_and_says_so(centre: Centre, duty: Occurrence) -> None:
    at = MONDAY + timedelta(days=5)
    services.prove_by_hand(duty, ByHand("work_plan", "1号", TODAY), by=by_unit(centre.unit), at=at)
    assert duty.proofs.get().is_added_later
    assert Entry.objects.get(verb="duty.proved").after["added_later"] is True


def test_before_its_time_began_it_proves_nothing(centre: Centre, duty: Occurrence) -> None:
    with pytest.raises(Refusal) as refused:
        services.prove_by_hand(duty, ByHand("work_plan", "1号", date(2026, 2, 27)), by=by_unit(centre.unit), at=MONDAY)
    assert refused.value.details[0].field == "happened_on"


def test_three_days_before_it_is_spoken_of_once(centre: Centre, duty: Occurrence) -> None:
    assert services.warn(at=MONDAY) == 0
    near = datetime(2026, 3, 22, 8, 30, tzinfo=SHANGHAI)
    assert services.warn(at=near) == 1
    assert services.warn(at=near) == 0
    assert Notice.objects.get(kind="duty.warned").recipient == centre.people["director"]


def test_a_day_passed_without_its_proofs_is_said_once(centre: Centre, duty: Occurrence) -> None:
    services.prove_by_hand(duty, ByHand("work_plan", "1号", TODAY), by=by_unit(centre.unit), at=MONDAY)
    late = duty.due_at + timedelta(seconds=1)
    assert services.miss(at=late) == 1
    assert services.miss(at=late) == 0
    assert Notice.objects.get(kind="duty.missed").recipient == centre.people["director"]
    duty.refresh_from_db()
    assert duty.state == OccurrenceState.MISSED and duty.missed_at == late


def test_what_was_missed_is_explained_and_stays_missed(centre: Centre, duty: Occurrence) -> None:
    late = duty.due_at + timedelta(days=1)
    services.miss(at=late)
    services.explain(duty, words="台风停工，顺延到下周", by=director(centre, late), at=late)
    duty.refresh_from_db()
    assert (duty.state, duty.explained_by) == (OccurrenceState.MISSED, centre.people["director"])
    entry = Entry.objects.get(verb="duty.explained")
    assert entry.reason == "台风停工，顺延到下周" and "explanation" not in entry.after


def test_what_is_not_missed_needs_no_explanation(centre: Centre, duty: Occurrence) -> None:
    with pytest.raises(NotAllowed):
        services.explain(duty, words="……", by=director(centre), at=MONDAY)


def test_another_unit_does_not_explain_it(centre: Centre, duty: Occurrence) -> None:
    late = duty.due_at + timedelta(days=1)
    services.miss(at=late)
    with pytest.raises(NotAllowed):
        services.explain(duty, words="……", by=acting(centre.linkage_people["liaison"], late), at=late)


def test_who_owes_it_who_stands_in_and_who_leads_answer_for_it_and_nobody_else(
    centre: Centre, duty: Occurrence
) -> None:
    post = centre.unit.posts.get(code="mediation")
    duty.owing_post = post
    duty.save()
    intake = centre.people["intake"]
    assert policies.answers_for(duty, acting(centre.people["mediation"], MONDAY), MONDAY), "the holder"
    assert policies.answers_for(duty, director(centre), MONDAY), "the leader of the unit"
    for other in (intake, centre.linkage_people["liaison"]):
        with pytest.raises(NotAllowed):
            policies.check_prove(duty, acting(other, MONDAY), MONDAY)
    Shift.objects.create(post=post, person=intake, starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=8))
    assert policies.answers_for(duty, acting(intake, MONDAY), MONDAY), "on shift there"
    assert not policies.may_waive(duty, acting(intake, MONDAY), MONDAY)
    after = MONDAY + timedelta(hours=9)
    assert not policies.answers_for(duty, acting(intake, after), after), "no longer"


def test_the_centre_above_waives_it_with_a_reason(centre: Centre, duty: Occurrence) -> None:
    above = superior(centre)
    services.waive(duty, reason="本月合并到区级检查", by=above, at=MONDAY)
    duty.refresh_from_db()
    assert (duty.state, duty.waived_by, duty.waiver) == (OccurrenceState.WAIVED, above.user, "本月合并到区级检查")


def test_whoever_owes_it_never_waives_it(centre: Centre, duty: Occurrence) -> None:
    with pytest.raises(NotAllowed):
        services.waive(duty, reason="忙", by=director(centre), at=MONDAY)


def test_nor_does_somebody_without_that_say(centre: Centre, duty: Occurrence) -> None:
    for person in (centre.people["intake"], centre.linkage_people["liaison"]):
        with pytest.raises(NotAllowed):
            services.waive(duty, reason="忙", by=acting(person, MONDAY), at=MONDAY)


def test_a_waiver_says_why(centre: Centre, duty: Occurrence) -> None:
    with pytest.raises(Refusal):
        services.waive(duty, reason=" ", by=superior(centre), at=MONDAY)


def test_a_waived_duty_takes_no_proof(centre: Centre, duty: Occurrence) -> None:
    services.waive(duty, reason="合并", by=superior(centre), at=MONDAY)
    with pytest.raises(NotAllowed):
        services.prove_by_hand(duty, ByHand("work_plan", "1号", TODAY), by=by_unit(centre.unit), at=MONDAY)


def test_one_duty_may_be_done_while_the_next_is_overdue(centre: Centre, duty: Occurrence) -> None:
    by, unit = by_unit(centre.unit), centre.unit
    services.prove([services.Shown(kind="roll", unit=unit, happened_on=TODAY, ref="meeting:1")], by=by, at=MONDAY)
    late = datetime(2026, 4, 27, 9, 0, tzinfo=SHANGHAI)
    services.miss(at=late)
    services.prove_by_hand(duty, ByHand("work_plan", "1号", TODAY), by=by, at=late)
    assert [each.rule_id for each in selectors.duties.overdue(unit, late)] == ["gc.test"]
    assert list(selectors.duties.open_duties(unit, MONDAY)) == []
