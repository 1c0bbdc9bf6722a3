"""The pages of checks: who is offered what, what a refused form keeps, what a list leads to."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firstdesk.checks import sampling, services
from firstdesk.checks.models import Draw, Finding, Inspection, Mark, Remedy
from firstdesk.checks.selectors import sheets
from firstdesk.checks.tests.factories import (
    Level,
    closed,
    filled,
    make_finding,
    make_level,
    new_draw,
    photo,
    planned,
    upload,
)
from firstdesk.common import clock
from firstdesk.directory.models import User
from firstdesk.ledger.tests.factories import saw

pytestmark = pytest.mark.django_db


@pytest.fixture
def level(monkeypatch: pytest.MonkeyPatch) -> Level:
    level = make_level()
    monkeypatch.setattr(clock, "now", lambda: level.at)
    return level


def window(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_draw_from_its_form_to_the_sample(level: Level) -> None:
    matters, client = closed(level, 4), window(level.people["supervisor"])
    new = new_draw(level)
    sent = {
        "units": [level.below.pk], "first": new.first, "last": new.last, "measure": "number", "amount": 2,
        "due_on": new.due_on, "checkers": [level.people["supervisor"].pk],
    }  # fmt: skip
    refused = client.post(reverse("checks:new_draw"), sent | {"first": new.last, "last": new.first})
    assert refused.status_code == 422 and 'value="2"' in refused.content.decode()
    assert client.post(reverse("checks:new_draw"), sent).status_code == 303
    draw = Draw.objects.get()
    listed = client.get(reverse("checks:population", args=[draw.pk])).content.decode()
    assert listed == "".join(f"{each.number}\n" for each in sorted(matters, key=lambda each: each.number))
    lots = reverse("checks:lots", args=[draw.pk])
    assert client.post(lots, saw(draw, public_number="0815", drawn_how="掷骰")).status_code == 303
    page = client.get(reverse("checks:draw", args=[draw.pk])).content.decode()
    assert draw.population_hash in page and "0815" in page and page.count("/checks/rechecks/") == 2
    leader = window(level.desk.centre.people["director"])
    seen = leader.get(reverse("checks:draw", args=[draw.pk])).content.decode()
    assert level.below.name in seen and "/checks/rechecks/" not in seen
    published = leader.get(reverse("checks:population", args=[draw.pk])).content.decode().split()
    again = sampling.sample(published, sampling.seed(sampling.population_hash(published), "0815"), 2)
    assert again == [each.matter.number for each in draw.rechecks.order_by("rank").select_related("matter")]
    assert client.get(reverse("checks:list")).status_code == 200


def test_an_inspection_on_its_page(level: Level) -> None:
    row, client = planned(level), window(level.people["supervisor"])
    url, lines = reverse("checks:inspection", args=[row.pk]), sheets.lines(sheets.of_inspection(row))
    assert "formnovalidate" in client.get(url).content.decode()  # saving waits for no box that is folded away
    first = lines[0].name
    sent = {first: "not_kept", f"{first}.words": "没有分工记录", f"{first}.photo": upload()} | saw(row)
    assert client.post(url, sent).status_code == 303
    mark = Mark.objects.get()
    assert mark.words == "没有分工记录" and mark.file is not None
    photo = client.get(reverse("checks:photo", args=["marks", mark.pk]))
    assert photo.status_code == 200 and b"".join(photo.streaming_content)
    hand = {"hand": "1", "word_by": level.day(2)}
    refused = client.post(url, {first: "not_kept", f"{first}.words": "改写的话", **saw(row, **hand)})
    text = refused.content.decode()
    assert refused.status_code == 422 and "改写的话" in text and lines[1].text in text
    everything = {line.name: "kept" for line in lines}
    assert client.post(url, everything | saw(row, **hand)).status_code == 303
    leader = window(level.desk.centre.people["director"])
    said = saw(row, agrees="yes", word="")
    assert client.post(reverse("checks:hear", args=[row.pk]), said).status_code == 403
    assert leader.post(reverse("checks:hear", args=[row.pk]), said).status_code == 303
    assert client.post(reverse("checks:sign", args=[row.pk]), saw(row, conclusion="好")).status_code == 303
    assert Inspection.objects.get().state == "signed"
    assert client.get(reverse("checks:inspections")).status_code == 200


def test_one_that_comes_unannounced_is_not_found(level: Level) -> None:
    row = planned(level, mode="unannounced")
    leader = window(level.desk.centre.people["director"])
    assert leader.get(reverse("checks:inspection", args=[row.pk])).status_code == 404
    assert f"/checks/inspections/{row.pk}/" not in leader.get(reverse("checks:inspections")).content.decode()


def test_a_unit_that_plans_to_inspect_itself_is_told_so_on_the_form(level: Level) -> None:
    client = window(level.people["director"])
    sent = {
        "subject": "own_work", "mode": "announced", "unit": level.below.pk, "planned_on": level.day(),
        "inspector": level.people["director"].pk,
    }  # fmt: skip
    refused = client.post(reverse("checks:new_inspection"), sent)
    assert refused.status_code == 422 and not Inspection.objects.exists()
    assert client.post(reverse("checks:new_inspection"), sent | {"mode": "own"}).status_code == 303


def test_a_finding_on_its_page(level: Level) -> None:
    finding = make_finding(level)
    leader, above = window(level.desk.centre.people["director"]), window(level.people["supervisor"])
    url = reverse("checks:remedy", args=[finding.pk])
    sent = saw(finding, words="已换新机并试拨", happened_on=level.day())
    refused = leader.post(url, sent)
    assert refused.status_code == 422 and "已换新机并试拨" in refused.content.decode() and not Remedy.objects.exists()
    assert above.post(url, sent | {"files": upload()}).status_code == 403
    many = leader.post(url, sent | {"files": [upload("一.jpg"), upload("二.jpg")]})
    assert many.status_code == 422 and "只附一个文件" in many.content.decode()
    assert leader.post(url, sent | {"files": upload()}).status_code == 303
    page = reverse("checks:finding", args=[finding.pk])
    assert reverse("checks:review", args=[finding.pk]) in above.get(page).content.decode()
    assert reverse("checks:review", args=[finding.pk]) not in leader.get(page).content.decode()
    judged = saw(finding, is_accepted="yes", words="试拨接通")
    assert leader.post(reverse("checks:review", args=[finding.pk]), judged).status_code == 403
    assert above.post(reverse("checks:review", args=[finding.pk]), judged).status_code == 303
    assert Finding.objects.get().state == "closed"
    assert "值班电话" in leader.get(f"{reverse('checks:findings')}?show=closed").content.decode()


def test_opinions_are_sorted_on_their_page(level: Level) -> None:
    row = services.receive(level.below, services.Voice(text="中午窗口没人"), at=level.at)
    leader, stranger = window(level.desk.centre.people["director"]), window(level.people["supervisor"])
    page = reverse("checks:opinion", args=[row.pk])
    assert leader.get(page).status_code == 200 and stranger.get(page).status_code == 404
    sent = saw(row, public_text="中午有人", answer="已轮值")
    assert leader.post(reverse("checks:answer", args=[row.pk]), sent).status_code == 303
    box = {"place": "大厅", "happened_on": level.day(), "count": 0, "witness": level.desk.officer.pk}
    assert leader.post(reverse("checks:empty_box"), box | {"witness": ""}).status_code == 422
    assert leader.post(reverse("checks:empty_box"), box).status_code == 303
    assert leader.get(reverse("checks:opinions")).status_code == 200


def test_checks_stand_on_the_day(level: Level) -> None:
    finding = make_finding(level)
    text = window(level.desk.centre.people["director"]).get(reverse("workbench:day")).content.decode()
    assert f"/checks/findings/{finding.pk}/" in text


def test_whoever_inspects_is_told_until_when_the_unit_has_its_word(level: Level) -> None:
    row, by = filled(planned(level), level.by("supervisor"), level.at), level.by("supervisor")
    client, page = window(level.people["supervisor"]), reverse("checks:inspection", args=[row.pk])
    services.hand_over(row, level.day(2), by=by, at=level.at)
    sign = reverse("checks:sign", args=[row.pk])
    text = client.get(page).content.decode()
    assert sign not in text and str(level.day(2)) in text
    services.hear(row, "", agrees=True, by=level.leads().actor, at=level.at)
    assert sign in client.get(page).content.decode()


def test_what_was_put_right_is_late_no_more(level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    finding, leads = make_finding(level), level.leads()
    monkeypatch.setattr(clock, "now", lambda: level.at + timedelta(days=9))
    late, client = f"{reverse('checks:findings')}?show=late", window(level.people["supervisor"])
    assert "值班电话" in client.get(late).content.decode()
    done = services.Done(words="已换", happened_on=level.day(), file=photo(leads.actor, level.at))
    services.remedy(finding, done, acting=leads, at=level.at + timedelta(days=9))
    assert "值班电话" not in client.get(late).content.decode()


def test_a_refused_hand_over_says_why_on_top_and_keeps_the_day(level: Level) -> None:
    row, client = planned(level), window(level.people["supervisor"])
    page = reverse("checks:inspection", args=[row.pk])
    first = sheets.lines(sheets.of_inspection(row))[0].name
    refused = client.post(page, {first: "kept", **saw(row, hand="1", word_by=level.day(2))})
    text = refused.content.decode()
    assert refused.status_code == 422 and f'value="{level.day(2)}"' in text and "每一项都要有结果，才能移交。" in text
