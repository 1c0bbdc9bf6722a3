"""Who hears of a matter that not everybody may know of."""

import pytest

from firstdesk.directory.models import Compartment, User
from firstdesk.dispatch import services
from firstdesk.dispatch.services import tell
from firstdesk.dispatch.tests.factories import actor, handover
from firstdesk.matters.models import Confidentiality, Matter
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def circle(desk: Desk, *members: User) -> Compartment:
    made = Compartment.objects.create(unit=desk.centre.unit, name="专案")
    made.members.set(members)
    return made


def test_nobody_outside_a_closed_circle_hears_of_what_is_in_it(desk: Desk) -> None:
    liaison = desk.centre.linkage_people["liaison"]
    closed = [make_matter(desk, compartment=circle(desk, desk.officer)) for _ in range(2)]
    services.offer_many([(matter, handover(desk)) for matter in closed], by=desk.by, at=desk.at)
    assert not Notice.objects.exists()
    Matter.objects.update(responsible_post=desk.centre.posts["director"])
    tell.escalated(Matter.objects.all(), at=desk.at)
    assert not Notice.objects.exists()
    known = make_matter(desk, compartment=circle(desk, liaison))
    services.offer(known, handover(desk), by=desk.by, at=desk.at)
    assert Notice.objects.get().recipient == liaison


def test_of_a_confidential_matter_the_reason_stays_on_its_page(desk: Desk) -> None:
    matter = make_matter(desk, confidentiality=Confidentiality.CONFIDENTIAL)
    referral = services.offer(matter, handover(desk), by=desk.by, at=desk.at)
    by = actor(desk.centre.linkage_people["liaison"], desk.at)
    services.object_(referral, reason="张三的病历", by=by, at=desk.later(hours=1))
    notice = Notice.objects.get(recipient=desk.officer, kind="referral.objected")
    assert notice.text == tell.WITHOUT_REASON[tell.OBJECTED] and "text" not in notice.values


def test_many_for_the_director_are_one_message(desk: Desk) -> None:
    director = desk.centre.posts["director"]
    matters = [make_matter(desk) for _ in range(3)]
    Matter.objects.update(responsible_post=director)
    tell.escalated(Matter.objects.filter(pk__in=[each.pk for each in matters]), at=desk.at)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.values["count"]) == (desk.centre.people["director"], "3")
