"""What is known already while a report is being taken, and what the page does with it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from firstdesk.common import clock
from firstdesk.directory.selectors import acting_for
from firstdesk.intake import likeness, services
from firstdesk.intake.models import Contact, Party
from firstdesk.intake.selectors.around import Around, Typed, around
from firstdesk.intake.services import PartyData
from firstdesk.intake.tests.factories import make_contact, registration
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Confidentiality, Link, Matter
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
STORY = "幸福小区三号楼电梯又坏了，困住两个老人，已经半小时，物业电话没人接。"
AGAIN = "三号楼电梯又坏了，困住两个老人，快来人。"


@pytest.fixture
def desk() -> Desk:
    return make_desk(at=clock.now() - timedelta(minutes=1))


def window(desk: Desk, code: str = "intake") -> Client:
    client = Client()
    client.force_login(desk.centre.people[code])
    return client


def look(desk: Desk, code: str = "intake", **typed: object) -> Around:
    acting = acting_for(desk.centre.people[code], desk.at)
    assert acting is not None
    return around(Typed(centre=desk.centre.unit, at=desk.at, **typed), acting)  # type: ignore[arg-type]


def taken(desk: Desk, **values: object) -> Matter:
    return services.register(registration(desk, **values), by=desk.by, at=desk.at)


def test_a_story_told_again_is_recognised_wherever_it_was(desk: Desk) -> None:
    first = taken(desk, narrative=STORY, place="幸福小区")
    taken(desk, narrative="河边有人夜里唱歌，吵得睡不着觉，希望有人管管。", place="滨河公园")
    found = look(desk, narrative=AGAIN).duplicates
    assert [near.matter for near in found] == [first] and "相似" in str(found[0].why[0])


def test_another_story_of_the_same_building_and_topic_is_shown(desk: Desk) -> None:
    first = taken(desk, narrative="我家厨房天花板滴水", place="文献路18号3栋502")
    Matter.objects.filter(pk=first.pk).update(topic="neighbour_disputes.water_leak")
    found = look(
        desk, narrative="楼上装修把管子打穿", place="文献路18号3栋 402室", topic="neighbour_disputes.water_leak"
    )
    assert [near.matter for near in found.duplicates] == [first]
    assert found.address == [first]
    assert not look(desk, narrative="楼上装修把管子打穿", place="文献路20号3栋402").duplicates


def test_nearby_by_the_point(desk: Desk) -> None:
    point, near, far = (118.05, 25.05), (118.0508, 25.0504), (118.09, 25.05)
    first = taken(desk, narrative="路灯整条街都不亮", point=point)
    Matter.objects.filter(pk=first.pk).update(topic="urban_construction")
    typed = {"narrative": "晚上漆黑一片", "topic": "urban_construction"}
    assert [each.matter for each in look(desk, point=near, **typed).duplicates] == [first]
    assert not look(desk, point=far, **typed).duplicates


def test_the_same_number_under_a_name_and_never_behind_anonymity(desk: Desk) -> None:
    first = taken(desk)
    hidden = PartyData(role=Party.Role.REPORTER, phone="13800138000")
    taken(desk, reporter="anonymous", parties=(hidden,))
    taken(desk, reporter="pseudonymous", parties=(replace(hidden, name="路人甲"),))
    assert look(desk, phone="138-0013 8000").persons == [first]
    assert look(desk, phone="138-0013 8000", reporter="anonymous").persons == ()
    assert not look(desk, phone="1380013").persons
    assert look(desk, "supervisor", phone="13800138000").persons == ()  # may not see persons' data


def test_only_what_the_officer_may_see(desk: Desk) -> None:
    taken(desk, narrative=STORY, confidentiality=Confidentiality.CONFIDENTIAL)
    stranger = make_desk(at=desk.at)
    acting = acting_for(stranger.officer, desk.at)
    assert acting is not None
    typed = Typed(centre=desk.centre.unit, at=desk.at, narrative=AGAIN, place="幸福小区3栋502", phone="13800138000")
    assert around(typed, acting).is_empty


def test_the_fragment_costs_the_same_whatever_there_is(desk: Desk) -> None:
    client, contact = window(desk), make_contact(desk)
    url = reverse("intake:draft", args=[contact.pk])
    typed = {"narrative": AGAIN, "place": "幸福小区3栋502", "reporter": "named", "phone": "13800138000"}

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.post(url, typed, headers=HTMX).status_code == 200
        return len(queries)

    taken(desk, narrative=STORY)
    cost()
    few = cost()
    for number in range(8):
        taken(desk, narrative=STORY + str(number))
    assert cost() == few


def test_while_typing_everything_comes_in_one_answer(desk: Desk) -> None:
    first = taken(desk, narrative=STORY)
    client, contact = window(desk), make_contact(desk)
    typed = {"narrative": AGAIN, "place": "幸福小区3栋502", "reporter": "named", "phone": "13800138000"}
    answer = client.post(reverse("intake:draft", args=[contact.pk]), typed, headers=HTMX).content.decode()
    assert 'id="kept"' in answer and 'id="around"' in answer and answer.count(first.number) >= 3
    assert "data-take" in answer  # suggestions with their reasons
    assert Entry.objects.filter(chain=contact.ledger_chain, verb="contact.recognised").count() == 1
    client.post(reverse("intake:draft", args=[contact.pk]), typed, headers=HTMX)
    assert Entry.objects.filter(chain=contact.ledger_chain, verb="contact.recognised").count() == 1
    assert (
        first.number in client.get(reverse("intake:contact", args=[contact.pk])).content.decode()
    )  # without JavaScript


SENT = {"narrative": AGAIN, "place": "幸福小区3栋502", "occurred_note": "刚才", "reporter": "anonymous"}


def test_the_same_event_is_joined_at_once_and_sent_nowhere(desk: Desk) -> None:
    first = taken(desk, narrative=STORY)
    judged = {"nature": "complaint", "topic": "property_management", "remit": "outside", "person_informed": "on"}
    done = window(desk).post(
        reverse("intake:contact", args=[make_contact(desk).pk]), SENT | judged | {"tie": f"same:{first.number}"}
    )
    new = Matter.objects.exclude(pk=first.pk).get()
    assert done.status_code == 303 and (new.state, new.duplicate_of) == (State.DUPLICATE, first)


def test_another_event_is_related(desk: Desk) -> None:
    first = taken(desk, narrative=STORY)
    url = reverse("intake:contact", args=[make_contact(desk).pk])
    assert window(desk).post(url, SENT | {"tie": "related:JJ-1-2026-1"}).status_code == 422
    assert window(desk).post(url, SENT | {"tie": f"related:{first.number}"}).status_code == 303
    assert Link.objects.get().matter == first


def test_any_number_of_other_parties(desk: Desk) -> None:
    contact = make_contact(desk)
    rows = {
        "other_role": ["party", "witness", "party"], "other_name": ["王某", "赵某", ""], "other_phone": ["", "0592-123", ""],
    }  # fmt: skip
    client, url = window(desk), reverse("intake:contact", args=[contact.pk])
    assert client.post(reverse("intake:draft", args=[contact.pk]), SENT | rows).status_code == 303
    page = client.get(url).content.decode()
    assert "王某" in page and page.count("data-row") == 3 + 1  # the fieldset, two filled rows, an empty one
    too_long = rows | {"other_name": ["王" * 81, "", ""]}
    assert client.post(url, SENT | too_long).status_code == 422
    assert client.post(url, SENT | rows).status_code == 303
    parties = Party.objects.filter(matter__report__contact=contact).values_list("role", "name", "phone")
    assert list(parties.order_by("pk")) == [("party", "王某", ""), ("witness", "赵某", "0592-123")]


def test_sent_twice_it_is_one_report(desk: Desk) -> None:
    client, contact = window(desk), make_contact(desk)
    url = reverse("intake:contact", args=[contact.pk])
    first, second = client.post(url, SENT), client.post(url, SENT)
    assert first.headers["Location"] == second.headers["Location"] and second.status_code == 303
    assert Matter.objects.count() == 1


def test_what_is_refused_stays_as_the_draft(desk: Desk) -> None:
    client, contact = window(desk), make_contact(desk)
    refused = client.post(reverse("intake:contact", args=[contact.pk]), SENT | {"place": ""})
    assert refused.status_code == 422 and AGAIN in refused.content.decode()
    assert Contact.objects.get(pk=contact.pk).draft["narrative"] == AGAIN


def test_likeness() -> None:
    assert likeness.place_key("文献路18号 3栋502室") == likeness.place_key("文献路１８号3栋402") == "文献路18号3栋"
    assert likeness.place_key("") == ""
    assert likeness.alike(likeness.groups(STORY), likeness.groups(STORY)) == 100
    assert likeness.alike(set(), likeness.groups(STORY)) == 0
    assert likeness.groups("太短了") == set()
    at = clock.now()
    assert len(likeness.sketch(STORY, 1, at)) == 8 and likeness.sketch("", 1, at) == []
    assert set(likeness.sketch(STORY, 1, at)) <= set(likeness.sketches(STORY, 1, at + timedelta(days=40)))
    assert likeness.metres((118.0, 25.0), (118.0, 25.001)) == 111
