import pytest

from firstdesk.common.refusals import NotAllowed
from firstdesk.matters import services
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_a_holder_of_the_queue_takes_it(desk: Desk) -> None:
    matter = services.take(make_matter(desk), desk.officer, by=desk.by, at=desk.later(minutes=1))
    assert (matter.responsible_post, matter.responsible_person) == (None, desk.officer)


def test_it_is_taken_once(desk: Desk) -> None:
    matter = make_matter(desk)
    services.take(matter, desk.officer, by=desk.by, at=desk.later(minutes=1))
    with pytest.raises(NotAllowed, match=str(desk.officer)):
        services.take(matter, desk.officer, by=desk.by, at=desk.later(minutes=2))


def test_not_by_somebody_who_stands_elsewhere(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        services.take(make_matter(desk), desk.centre.people["mediation"], by=desk.by, at=desk.at)


def test_not_once_it_has_ended(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        services.take(make_matter(desk, state=State.CLOSED), desk.officer, by=desk.by, at=desk.at)
