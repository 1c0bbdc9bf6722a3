"""Opinions: no name needed, the box opened by two, sorted, answered in public, turned into a matter, summed up."""

from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from firstdesk.checks import services
from firstdesk.checks.models import Emptying, Opinion
from firstdesk.checks.selectors import opinions
from firstdesk.checks.services import Opened, Sought, Voice
from firstdesk.checks.services.retention import erase_opinions
from firstdesk.checks.tests.factories import Level, make_level
from firstdesk.common.refusals import NotAllowed, Refusal
from firstdesk.directory.tests.factories import acting
from firstdesk.intake.models import Party
from firstdesk.ledger.models import Entry
from firstdesk.matters.models import Matter
from firstdesk.matters.tests.factories import SHANGHAI
from firstdesk.obligations import services as obligations
from firstdesk.obligations.models import Occurrence

pytestmark = pytest.mark.django_db
TEXT = "窗口中午没人，能不能轮流吃饭"


@pytest.fixture
def level() -> Level:
    cache.clear()
    return make_level()


def received(level: Level, contact: str = "") -> Opinion:
    return services.receive(level.below, Voice(text=TEXT, contact=contact), at=level.at)


def test_a_resident_writes_without_a_name(level: Level) -> None:
    client, page = Client(), reverse("portal:opinions")
    assert client.get(page).status_code == 200
    sent = {"centre": level.below.code, "text": TEXT, "contact": ""}
    assert client.post(page, sent | {"text": " "}).status_code == 422
    assert client.post(page, sent).status_code == 303
    row = Opinion.objects.get()
    assert (row.unit, row.text, row.received_by, row.state) == (level.below, TEXT, None, "received")
    assert row.number.startswith(f"YJ-{level.below.division_code}-2") and TEXT not in client.get(page).content.decode()


def test_the_same_form_sent_twice_is_one_opinion(level: Level) -> None:
    client, page = Client(), reverse("portal:opinions")
    once = client.get(page).context["once"]
    sent = {"centre": level.below.code, "text": TEXT, "contact": "", "once": once}
    assert [client.post(page, sent).status_code for _each in range(2)] == [303, 303]
    assert Opinion.objects.count() == 1
    assert client.post(page, sent | {"text": "另外，指示牌太小"}).status_code == 303  # back, and something else written
    assert client.post(page, sent | {"once": client.get(page).context["once"]}).status_code == 303
    assert Opinion.objects.count() == 3


def test_a_refused_form_keeps_its_secret(level: Level) -> None:
    client, page = Client(), reverse("portal:opinions")
    once = client.get(page).context["once"]
    refused = client.post(page, {"centre": level.below.code, "text": "", "once": once})
    assert refused.status_code == 422 and refused.context["once"] == once


def test_words_go_a_year_after_they_were_settled_and_what_was_published_stays(level: Level) -> None:
    by = level.leads().actor
    answered, waiting = received(level, "13800138000"), received(level)
    services.answer(answered, "窗口午间无人", "已安排轮流就餐", by=by, at=level.at)
    assert erase_opinions(at=level.at + timedelta(days=360)) == 0
    assert erase_opinions(at=level.at + timedelta(days=366)) == 1
    assert erase_opinions(at=level.at + timedelta(days=367)) == 0
    rows = {row.pk: row for row in Opinion.objects.all()}
    assert (rows[answered.pk].text, rows[answered.pk].contact, rows[answered.pk].answer) == ("", "", "已安排轮流就餐")
    assert rows[waiting.pk].text == TEXT  # nobody has settled it yet
    assert Entry.objects.get(verb="opinions.erased").after["opinions"] == 1


def test_staff_write_it_down_at_the_desk(level: Level) -> None:
    client = Client()
    client.force_login(level.desk.officer)
    sent = {"centre": level.below.code, "text": TEXT}
    assert client.post(reverse("portal:opinions"), sent).status_code == 403 and not Opinion.objects.exists()


def test_the_box_is_opened_by_two_and_counted(level: Level) -> None:
    people, by = level.desk.centre.people, level.leads().actor
    opened = {"place": "大厅东侧", "happened_on": level.day(), "count": 1}
    with pytest.raises(Refusal):
        services.empty_box(level.below, Opened(**opened, witness=people["director"]), by=by, at=level.at)
    row = services.empty_box(level.below, Opened(**opened, witness=people["intake"]), by=by, at=level.at)
    services.write_down(level.below, Voice(text=TEXT), row, by=by, at=level.at)
    with pytest.raises(Refusal) as refused:
        services.write_down(level.below, Voice(text="第二张"), row, by=by, at=level.at)
    assert refused.value.details[0].field == "emptying"
    box = opinions.boxes(level.below)[0]
    assert (box.written, box.missing) == (1, 0)
    empty = Opened(**(opened | {"count": 0}), witness=people["intake"])
    assert services.empty_box(level.below, empty, by=by, at=level.at).count == 0
    with pytest.raises(Refusal):
        late = Opened(**(opened | {"happened_on": level.day(1)}), witness=people["intake"])
        services.empty_box(level.below, late, by=by, at=level.at)
    assert Emptying.objects.count() == 2


def test_it_is_answered_in_public_and_the_contact_is_erased(level: Level) -> None:
    row, by = received(level, "13905940000"), level.leads().actor
    services.answer(row, "希望窗口中午有人值守", "自十月起中午两人轮值", by=by, at=level.at)
    row.refresh_from_db()
    assert (row.state, row.contact) == ("answered", "")
    text = Client().get(f"{reverse('portal:opinions')}?centre={level.below.code}").content.decode()
    assert "希望窗口中午有人值守" in text and "自十月起" in text and TEXT not in text
    with pytest.raises(NotAllowed):
        services.answer(row, "又", "一次", by=by, at=level.at)


def test_a_request_becomes_a_matter(level: Level) -> None:
    row, officer = received(level, "13905940000"), level.desk.by
    matter = services.turn(row, "综合窗口", by=officer, at=level.at)
    row.refresh_from_db()
    assert (row.matter, row.state, row.contact) == (matter, "turned", "")
    assert Party.objects.get(matter=matter).phone == "13905940000" and matter.centre == level.below
    with pytest.raises(NotAllowed):
        services.turn(row, "综合窗口", by=officer, at=level.at)
    assert Matter.objects.count() == 1


def test_an_improvement_has_its_owner_and_day(level: Level) -> None:
    row, people, by = received(level), level.desk.centre.people, level.leads().actor
    with pytest.raises(Refusal):
        services.improve(row, people["intake"], None, by=by, at=level.at)
    with pytest.raises(Refusal):
        services.improve(row, level.people["director"], level.day(5), by=by, at=level.at)
    services.improve(row, people["intake"], level.day(5), by=by, at=level.at)
    row.refresh_from_db()
    assert row.state == "improving" and row in opinions.mine(acting(level.desk.centre.people["intake"], level.at))
    services.answer(row, "中午值守", "已轮值", by=by, at=level.at)
    assert Opinion.objects.get().state == "answered"


def test_nothing_follows_only_with_a_reason(level: Level) -> None:
    row, by = received(level), level.leads().actor
    with pytest.raises(Refusal):
        services.note(row, "  ", by=by, at=level.at)
    assert services.note(row, "表扬，已转达", by=by, at=level.at).state == "noted"


def test_half_a_year_is_summed_up_when_it_is_over_and_once(level: Level) -> None:
    for _number in range(4):
        services.answer(received(level), "同一件事", "已改", by=level.leads().actor, at=level.at)
    by, half = level.leads().actor, date(2025, 7, 1)
    with pytest.raises(Refusal):
        services.summarise(level.below, half, "小结", by=by, at=level.at)
    after = datetime(2026, 1, 5, 9, tzinfo=SHANGHAI)
    row = services.summarise(level.below, half, "中午值守已改", by=by, at=after)
    assert row.figures["all"] == 4 and row.figures["state:answered"] == 4
    assert opinions.opened(row).total == 4 and [count for _label, count in opinions.opened(row).parts] == [4]
    with pytest.raises(Refusal):
        services.summarise(level.below, half, "再来一次", by=by, at=after)


def test_small_counts_are_not_shown(level: Level) -> None:
    for number in range(5):
        row = received(level)
        if number < 3:
            services.answer(row, "意见", "答复", by=level.leads().actor, at=level.at)
        else:
            services.note(row, "表扬", by=level.leads().actor, at=level.at)
    after = datetime(2026, 1, 5, 9, tzinfo=SHANGHAI)
    row = services.summarise(level.below, date(2025, 7, 1), "小结", by=level.leads().actor, at=after)
    assert opinions.opened(row).parts == () and opinions.opened(row).total == 5


def test_asking_people_does_the_duty() -> None:
    level = make_level("window")
    obligations.schedule(level.below, at=level.at)
    duty = Occurrence.objects.get(unit=level.below, rule_id="ws.opinions.sought", period_end=level.day())
    sought = {"way": "phone", "happened_on": level.day(), "asked": 20, "answered": 12, "words": "希望延长时间，已调整"}
    with pytest.raises(Refusal):
        services.seek(level.below, Sought(**(sought | {"answered": 21})), by=level.leads().actor, at=level.at)
    services.seek(level.below, Sought(**sought), by=level.leads().actor, at=level.at)
    duty.refresh_from_db()
    assert duty.state == "done"
