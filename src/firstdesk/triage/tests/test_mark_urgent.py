"""A matter cannot wait."""

import pytest
from django.test import Client

from firstdesk.common.refusals import NotAllowed
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import make_desk, make_matter
from firstdesk.notices.models import Notice
from firstdesk.triage import services
from firstdesk.triage.models import UrgentMark
from firstdesk.triage.tests.factories import actor

pytestmark = pytest.mark.django_db


def test_marked_and_recorded_once() -> None:
    desk = make_desk()
    matter = services.mark_urgent(make_matter(desk), reason="有人持刀", by=desk.by, at=desk.later(minutes=1))
    assert Matter.objects.get(pk=matter.pk).urgency == "urgent"
    mark = UrgentMark.objects.get(matter=matter)
    assert (mark.was, mark.reason, mark.marked_by_id) == ("normal", "有人持刀", desk.by.person_id)
    entry = Entry.objects.get(chain=matter.ledger_chain, verb="matter.marked_urgent")
    assert "normal" in entry.after_json


def test_whoever_receives_for_it_is_told_and_not_the_one_who_marked_it() -> None:
    desk = make_desk()
    by = actor(desk, "director")
    matter = services.mark_urgent(make_matter(desk), by=by, at=desk.later(minutes=1))
    told = Notice.objects.filter(matter_id=matter.pk, kind="matter.marked_urgent")
    assert told and {notice.level for notice in told} == {"danger"}
    assert by.person_id not in {notice.recipient_id for notice in told}


def test_not_twice() -> None:
    desk = make_desk()
    matter = services.mark_urgent(make_matter(desk), by=desk.by, at=desk.later(minutes=1))
    with pytest.raises(NotAllowed):
        services.mark_urgent(matter, by=desk.by, at=desk.later(minutes=2))
    assert UrgentMark.objects.count() == 1


def test_not_what_has_ended_and_not_by_another_centre() -> None:
    desk, other = make_desk(), make_desk()
    with pytest.raises(NotAllowed):
        services.mark_urgent(make_matter(desk, state=State.CLOSED), by=desk.by, at=desk.later(minutes=99))
    with pytest.raises(NotAllowed):
        services.mark_urgent(make_matter(desk), by=other.by, at=desk.later(minutes=1))


def test_one_press_on_the_page(client: Client) -> None:
    desk = make_desk()
    matter = make_matter(desk)
    client.force_login(desk.officer)
    page = client.get(f"/matters/{matter.number}/").content.decode()
    assert f'action="/matters/{matter.number}/urgent/" data-urgent-key' in page
    assert client.post(f"/matters/{matter.number}/urgent/").status_code == 303
    after = client.get(f"/matters/{matter.number}/").content.decode()
    assert "data-urgent-key" not in after and "fd-matter-urgent" in after
