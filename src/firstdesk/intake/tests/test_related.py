"""The panel of what belongs together: relate, join, take apart, split, tell."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.models import User
from firstdesk.followup.models import Reply
from firstdesk.intake import services
from firstdesk.intake.models import Party, Report
from firstdesk.intake.services import Part, PartyData
from firstdesk.intake.tests.factories import registration
from firstdesk.ledger.models import Entry
from firstdesk.matters import services as matters
from firstdesk.matters.models import Link, Matter
from firstdesk.matters.services import Step
from firstdesk.matters.states import State
from firstdesk.matters.tests.factories import Desk, make_desk

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def taken(desk: Desk, **values: object) -> Matter:
    return services.register(registration(desk, **values), by=desk.by, at=desk.at)


def window(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def post(person: User, matter: Matter, step: str, **values: str) -> HttpResponse:
    matter.refresh_from_db()
    url = f"/matters/{matter.number}/related/{step}"
    return window(person).post(url, {"seen": matter.changed_at.isoformat()} | values)  # type: ignore[return-value]


def test_related_by_number_and_taken_off(desk: Desk) -> None:
    first, second = taken(desk), taken(desk)
    assert post(desk.officer, first, "link/", of=second.number.lower()).status_code == 303
    page = window(desk.officer).get(reverse("workbench:matter", args=[second.number])).content.decode()
    assert "panel-related" in page and first.number in page
    assert post(desk.officer, second, f"{Link.objects.get().pk}/unlink/").status_code == 303
    assert Link.objects.get().removed_by == desk.officer
    assert post(desk.officer, first, "link/", of="JJ-0-2026-9").status_code == 422


def test_joined_nothing_is_lost_and_it_is_reversible(desk: Desk) -> None:
    told = PartyData(role=Party.Role.REPORTER, name="王大力", phone="13911112222")
    kept, matter = taken(desk), taken(desk, narrative="四楼一直往下滴水，墙都湿了。", parties=(told,))
    assert post(desk.officer, matter, "join/", of=kept.number, reason="").status_code == 422
    assert post(desk.officer, matter, "join/", of=kept.number, reason="同一处漏水").status_code == 303
    page = window(desk.officer).get(reverse("workbench:matter", args=[kept.number])).content.decode()
    assert "四楼一直往下滴水" in page and "王**" in page and "13911112222" not in page
    party = Party.objects.get(matter=matter)
    shown = window(desk.officer).post(reverse("intake:reveal", args=[kept.number, party.pk]), {"purpose": "回电"})
    assert "13911112222" in shown.content.decode()
    assert Entry.objects.get(verb="personal.read").chain == matter.ledger_chain
    assert post(desk.officer, matter, "take-apart/", reason="是另一户").status_code == 303
    matter.refresh_from_db()
    assert (matter.state, matter.duplicate_of) == (State.TO_TRIAGE, None)
    assert "四楼一直往下滴水" not in _panel(desk.officer, kept)


def _panel(person: User, matter: Matter) -> str:
    return window(person).get(reverse("intake:related", args=[matter.number]), headers=HTMX).content.decode()


def test_the_person_of_a_joined_report_is_told_the_answer_in_words_of_their_own(desk: Desk) -> None:
    kept, matter = taken(desk), taken(desk)
    matters.merge(matter, kept, reason="同一件事", by=desk.by, at=desk.at)
    url = reverse("intake:tell", args=[kept.number, matter.pk])
    assert window(desk.officer).get(url).status_code == 403
    for to, event in ((State.HANDLING, "matter.triaged"), (State.TO_REPLY, "matter.finished")):
        matters.advance(kept, Step(to, event), by=desk.by, at=desk.later(minutes=1))
    matters.advance(kept, Step(State.FOLLOW_UP, "matter.replied"), by=desk.by, at=desk.later(minutes=2))
    seen = re.findall(r'name="seen" value="([^"]+)"', window(desk.officer).get(url).content.decode())[-1]
    said = {"way": "phone", "text": "水管已经换好。", "seen": seen}
    assert window(desk.officer).post(url, said | {"text": ""}).status_code == 422
    assert window(desk.officer).post(url, {"way": "phone", "text": "没看过页面"}).status_code == 422
    assert window(desk.officer).post(url, said).status_code == 303
    again = window(desk.officer).post(url, said)
    assert again.status_code == 409 and "并案后告知" in again.content.decode()
    assert Reply.objects.get(matter=matter).text == "水管已经换好。"
    assert "已告知" in _panel(desk.officer, kept)
    follow = Client().get(reverse("portal:follow", args=[matter.token])).content.decode()
    assert "水管已经换好" in follow


def test_split_takes_its_part_and_its_people_and_leaves_the_first_whole(desk: Desk) -> None:
    other = PartyData(name="赵四", phone="13700001111")
    reporter = PartyData(role=Party.Role.REPORTER, name="李小明", phone="13800138000")
    matter = taken(desk, narrative="楼上漏水。另外门口路灯坏了。", parties=(reporter, other))
    keys = [str(party.pk) for party in Party.objects.filter(matter=matter, role=Party.Role.REPORTER)]
    url = reverse("intake:split", args=[matter.number])
    client = window(desk.officer)
    assert "李**" in client.get(url).content.decode()
    whole = client.post(url, {"narrative": "楼上漏水。另外门口路灯坏了。", "place": "3栋"})
    assert whole.status_code == 422
    done = client.post(
        url, {"narrative": "门口路灯坏了。", "place": "3栋门口", "parties": keys, "seen": matter.changed_at.isoformat()}
    )
    new = Matter.objects.exclude(pk=matter.pk).get()
    assert done.status_code == 303 and new.number in done.headers["Location"]
    assert (new.first_receiver, new.state, new.title) == (matter.first_receiver, State.TO_TRIAGE, "门口路灯坏了")
    assert [party.name for party in Party.objects.filter(matter=new)] == ["李小明"]
    assert Party.objects.filter(matter=matter).count() == 2
    assert Report.objects.get(matter=matter).narrative == "楼上漏水。另外门口路灯坏了。"
    assert (Link.objects.get().matter, Link.objects.get().other) == (new, matter)
    assert Entry.objects.filter(chain=matter.ledger_chain).latest("seq").verb == "matter.split"
    assert matter.number in _panel(desk.officer, new)


def test_a_part_without_the_reporter_is_anonymous(desk: Desk) -> None:
    matter = taken(desk)
    new = services.split(matter, Part(narrative="路灯坏了"), by=desk.by, at=desk.later(hours=1))
    report = Report.objects.get(matter=new)
    assert (report.reporter, report.may_contact, new.is_identified) == (Report.Reporter.ANONYMOUS, False, False)
    with pytest.raises(Refusal):
        services.split(matter, Part(narrative=" "), by=desk.by, at=desk.later(hours=1))
    with pytest.raises(NotAllowed):
        services.split(matter, Part(narrative="路灯"), by=make_desk(at=desk.at).by, at=desk.later(hours=1))


def test_a_stale_page_is_told_and_a_stranger_finds_nothing(desk: Desk) -> None:
    first, second = taken(desk), taken(desk)
    url = reverse("intake:join", args=[first.number])
    old = {"of": second.number, "reason": "同一件事", "seen": "2020-01-01T00:00:00+08:00"}
    assert window(desk.officer).post(url, old).status_code == 409
    stranger = make_desk(at=desk.at).officer
    assert window(stranger).post(url, old).status_code == 404
    assert window(desk.centre.people["supervisor"]).post(url, old).status_code == 403
    foreign = taken(make_desk(at=desk.at))
    assert post(desk.officer, first, "link/", of=foreign.number).status_code == 422


def test_what_may_be_the_same_is_offered_with_its_reasons(desk: Desk) -> None:
    first = taken(desk, narrative="幸福小区三号楼电梯又坏了，困住两个老人，已经半小时。", place="幸福小区3号楼")
    second = taken(desk, narrative="幸福小区三号楼的电梯坏了，里面困住两个老人。", place="幸福小区3号楼201室")
    far = taken(desk, narrative="河边有人夜里唱歌，吵得睡不着觉。", place="滨河公园")
    html = window(desk.officer).get(reverse("intake:likely", args=[second.number]), headers=HTMX).content.decode()
    assert first.number in html and "同一地址" in html and "%" in html and far.number not in html
    matters.link(first, second, by=desk.by, at=desk.at)
    again = window(desk.officer).get(reverse("intake:likely", args=[second.number]), headers=HTMX).content.decode()
    assert first.number not in again
