import pytest
from django.http import Http404

from firstdesk.directory.models import Appointment, Compartment, User
from firstdesk.directory.tests.factories import FIRST_DAY, acting, make_centre, make_person, make_unit
from firstdesk.matters import selectors, services
from firstdesk.matters.models import Involvement, Matter
from firstdesk.matters.services import Step
from firstdesk.matters.states import State, Turn
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def _sees(user: User, desk: Desk, matter: Matter) -> bool:
    return Matter.objects.visible_to(acting(user, desk.at)).filter(pk=matter.pk).exists()


def _seen_by(desk: Desk, matter: Matter) -> set[str]:
    centre = desk.centre
    people = centre.people | {f"linkage {code}": user for code, user in centre.linkage_people.items()}
    return {code for code, user in people.items() if _sees(user, desk, matter)}


STAFF = {"intake", "director", "mediation", "archive", "supervisor"}


def test_the_centres_people_see_it_but_not_those_without_cases(desk: Desk) -> None:
    assert _seen_by(desk, make_matter(desk)) & {*STAFF, "admin", "auditor", "linkage liaison"} == STAFF & set(
        desk.centre.people
    )


def test_the_unit_that_is_asked_sees_it_and_keeps_what_it_objected_to(desk: Desk) -> None:
    matter = make_matter(desk, state=State.OFFERED)
    assert {"linkage liaison", "linkage handler"} <= _seen_by(desk, matter)
    parts = ((desk.centre.linkage, Involvement.Part.OBJECTED),)
    services.advance(
        matter, Step(State.TO_TRIAGE, "referral.objected", involves=parts), by=desk.by, at=desk.later(hours=1)
    )
    assert matter.involvements.get(unit=desk.centre.linkage).part == "objected"
    assert "linkage liaison" in _seen_by(desk, matter)


def test_a_stranger_gets_a_404(desk: Desk) -> None:
    matter = make_matter(desk)
    stranger = acting(make_centre("window").people["intake"], desk.at)
    with pytest.raises(Http404):
        selectors.get_visible(matter.number, stranger)
    assert selectors.get_visible(matter.number, acting(desk.officer, desk.at)) == matter


def test_a_confidential_matter_stays_with_the_centre_and_whom_it_is_given_to(desk: Desk) -> None:
    matter = make_matter(desk, state=State.OFFERED, confidentiality="confidential")
    assert {"linkage liaison", "intake"} <= _seen_by(desk, matter), "who is asked must read what they are to accept"
    parts = ((desk.centre.linkage, Involvement.Part.OBJECTED),)
    back = Step(State.TO_TRIAGE, "referral.objected", involves=parts)
    services.advance(matter, back, by=desk.by, at=desk.later(minutes=10))
    assert not {"linkage liaison", "linkage handler"} & _seen_by(desk, matter)
    services.advance(matter, Step(State.OFFERED, "referral.offered"), by=desk.by, at=desk.later(minutes=20))
    handler = services.person(desk.centre.linkage, desk.centre.linkage_people["handler"])
    step = Step(State.HANDLING, "referral.accepted", responsible=handler)
    services.advance(matter, step, by=desk.by, at=desk.later(hours=1))
    assert "linkage handler" in _seen_by(desk, matter)


def test_a_compartment_is_closed_to_everybody_else(desk: Desk) -> None:
    circle = Compartment.objects.create(unit=desk.centre.unit, name="专案")
    circle.members.add(desk.officer)
    matter = make_matter(desk, compartment=circle)
    assert _seen_by(desk, matter) == {"intake"}


def test_who_was_asked_first_keeps_sight_of_it(desk: Desk) -> None:
    matter = make_matter(desk)
    Involvement.objects.filter(matter=matter).delete()
    assert _sees(desk.officer, desk, matter)


def test_from_a_post_without_cases_not_even_ones_own_are_read(desk: Desk) -> None:
    matter = make_matter(desk)  # its first receiver becomes the administrator too
    admin = desk.centre.posts["admin"]
    Appointment.objects.create(user=desk.officer, post=admin, starts_on=FIRST_DAY)
    assert matter in Matter.objects.visible_to(acting(desk.officer, desk.at))
    assert not Matter.objects.visible_to(acting(desk.officer, desk.at, admin)).exists()


def test_the_person_who_asked_finds_it_by_the_token_alone(desk: Desk) -> None:
    matter = make_matter(desk)
    assert selectors.by_token(matter.token) == matter
    with pytest.raises(Http404):
        selectors.by_token("x" * 43)


def test_the_to_do_list_is_whose_turn_it_is_most_pressing_first(desk: Desk) -> None:
    urgent = make_matter(desk, urgency="urgent")
    normal = make_matter(desk)
    offered = make_matter(desk, state=State.OFFERED)
    make_matter(desk, state=State.CLOSED)
    todo = {
        who: list(selectors.todo_for(acting(user, desk.at), desk.at))
        for who, user in {"officer": desk.officer, "liaison": desk.centre.linkage_people["liaison"]}.items()
    }
    assert todo == {"officer": [urgent, normal], "liaison": [offered]}
    assert todo["officer"][0].first_due < todo["officer"][1].first_due  # type: ignore[attr-defined]
    assert list(Matter.objects.sent_by(acting(desk.officer, desk.at))) == [offered]


def test_without_a_post_that_handles_nothing_offered_waits(desk: Desk) -> None:
    matter = make_matter(desk, state=State.OFFERED)
    clerk = make_person(make_unit("group").posts.get(code="liaison"))
    assert matter not in selectors.todo_for(acting(clerk, desk.at), desk.at)


def test_whose_turn_it_is_in_words(desk: Desk) -> None:
    assert selectors.turn_of(make_matter(desk, state=State.OFFERED)) == Turn.RECEIVER


def test_the_first_due_moment_of_each(desk: Desk) -> None:
    make_matter(desk)
    ended = make_matter(desk, state=State.CLOSED)
    found = {matter.pk: matter.first_due for matter in Matter.objects.most_pressing_first()}  # type: ignore[attr-defined]
    assert found[ended.pk] is None
    assert sum(due is not None for due in found.values()) == 1


def test_who_was_asked_before_is_not_asked_when_another_unit_is(desk: Desk) -> None:
    matter = make_matter(desk, state=State.OFFERED)
    services.advance(matter, Step(State.TO_TRIAGE, "referral.withdrawn"), by=desk.by, at=desk.later(hours=1))
    assert matter.involvements.get(unit=desk.centre.linkage).part == "released"
    other = make_unit("group")
    receiver = services.Responsible(other, post=other.posts.get(code="liaison"))
    step = Step(State.OFFERED, "referral.offered", owes=receiver, involves=((other, Involvement.Part.OFFERED),))
    services.advance(matter, step, by=desk.by, at=desk.later(hours=2))
    waits = {
        who: matter in selectors.todo_for(acting(user, desk.at), desk.later(hours=3))
        for who, user in {
            "before": desk.centre.linkage_people["liaison"],
            "now": make_person(receiver.post),  # type: ignore[arg-type]
        }.items()
    }
    assert waits == {"before": False, "now": True}
