"""Whom a complaint turns out to be about."""

import pytest
from django.test import Client

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.complaints import services
from firstdesk.complaints.services import Opening
from firstdesk.complaints.tests.factories import make_complaint
from firstdesk.directory.tests.factories import acting
from firstdesk.intake.services import WebReport, register_from_web, split
from firstdesk.intake.services.splitting import Part
from firstdesk.matters import services as matters
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import make_desk, make_matter
from firstdesk.obligations.models import Clock

pytestmark = pytest.mark.django_db


def test_the_director_named_later_hands_it_on_and_loses_sight() -> None:
    case = make_complaint()
    director = case.desk.centre.people["director"]
    client = Client()
    client.force_login(director)
    url, seen = f"/matters/{case.matter.number}/", {"seen": case.matter.changed_at.isoformat()}
    assert "指明被投诉人" in client.get(url).content.decode()
    assert client.post(f"{url}complaint/name/", seen).status_code == 422
    assert client.post(f"{url}complaint/name/", seen | {"people": [director.pk]}).status_code == 303
    assert case.matter.responsible_post != case.desk.centre.posts["director"]
    assert client.get(url).status_code == 404
    assert not Clock.objects.visible_to(acting(director, case.desk.at)).filter(matter_id=case.matter.pk).exists()


def test_not_twice_and_not_by_whom_it_is_about() -> None:
    case = make_complaint()
    leader = case.desk.centre.people["group_leader"]
    services.name(case.complaint, [leader], by=case.actor("director"), at=case.desk.at)
    assert case.matter not in Matter.objects.visible_to(acting(leader, case.desk.at))
    assert case.matter.responsible_post == case.desk.centre.posts["director"]
    with pytest.raises(Refusal):
        services.name(case.complaint, [leader], by=case.actor("director"), at=case.desk.at)
    with pytest.raises(NotAllowed):
        services.name(case.complaint, [case.desk.officer], by=case.actor("group_leader"), at=case.desk.at)


def test_what_is_split_off_is_about_the_same_people_and_it_is_joined_to_none_they_read() -> None:
    desk = make_desk()
    told = WebReport(centre=desk.centre.unit, narrative="窗口人员态度恶劣，还推脱不办", place="文献路18号")
    matter = register_from_web(told, at=desk.at)
    services.open_(matter, Opening(kind="serious", people=[desk.officer]), by=desk.by, at=desk.at)
    matter.refresh_from_db()
    officer = acting(desk.officer, desk.at)
    part = split(matter, Part(narrative="窗口人员态度恶劣"), by=desk.by, at=desk.at)
    assert part not in Matter.objects.visible_to(officer)
    assert Clock.objects.filter(matter_id=part.pk).exists()
    assert not Clock.objects.visible_to(officer).filter(matter_id=part.pk).exists()
    other = make_matter(desk)
    Matter.objects.filter(pk=other.pk).update(confidentiality="confidential")
    other.refresh_from_db()
    with pytest.raises(Refusal):
        matters.merge(matter, other, reason="同一件", by=desk.by, at=desk.at)
