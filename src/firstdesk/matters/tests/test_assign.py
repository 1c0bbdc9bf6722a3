import pytest

from firstdesk.common.refusals import Conflict, NotAllowed, Refusal
from firstdesk.ledger.models import Entry
from firstdesk.matters import services
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_it_goes_to_a_person_of_the_unit_with_what_is_owed(desk: Desk) -> None:
    matter = make_matter(desk)
    colleague = desk.centre.people["mediation"]
    services.assign(matter, colleague, by=desk.by, at=desk.later(minutes=1), reason="懂调解")
    assert (matter.responsible_post, matter.responsible_person) == (None, colleague)
    assert set(Clock.objects.filter(matter_id=matter.pk).values_list("owing_person", flat=True)) == {colleague.pk}
    entry = Entry.objects.filter(chain=matter.ledger_chain).latest("seq")
    assert (entry.verb, entry.reason, entry.after["responsible_person"]) == (
        "matter.assigned",
        "懂调解",
        str(colleague),
    )


def test_not_to_somebody_of_another_unit(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        services.assign(make_matter(desk), desk.centre.linkage_people["handler"], by=desk.by, at=desk.at)
    assert [detail.field for detail in refused.value.details] == ["to"]


def test_not_to_who_has_it(desk: Desk) -> None:
    matter = make_matter(desk)
    services.take(matter, desk.officer, by=desk.by, at=desk.later(minutes=1))
    with pytest.raises(Refusal):
        services.assign(matter, desk.officer, by=desk.by, at=desk.later(minutes=2))


def test_not_once_it_has_ended(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        services.assign(make_matter(desk, state=State.CLOSED), desk.officer, by=desk.by, at=desk.at)


def test_who_saw_an_older_matter_is_told_so(desk: Desk) -> None:
    matter = make_matter(desk)
    stale = Matter.objects.get(pk=matter.pk)
    services.take(matter, desk.officer, by=desk.by, at=desk.later(minutes=1))
    with pytest.raises(Conflict):
        services.assign(stale, desk.centre.people["mediation"], by=desk.by, at=desk.later(minutes=2))
