"""The pages of reports: from the list of what is owed to the paper; and what two people at once get to hear."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from firstdesk.common import clock
from firstdesk.directory.models import User
from firstdesk.directory.tests.factories import acting
from firstdesk.matters.tests.factories import MONDAY, Desk, make_desk, make_matter
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.services.scheduling import schedule
from firstdesk.reporting import drawing, services
from firstdesk.reporting.models import Report
from firstdesk.reporting.selectors import duties
from firstdesk.reporting.tests.factories import make_report, make_sent, read, write_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = make_desk("service_linkage")
    monkeypatch.setattr(clock, "now", lambda: desk.at)
    return desk


def window(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_from_the_duty_to_the_superior(desk: Desk) -> None:
    unit, people = desk.centre.linkage, desk.centre.linkage_people
    schedule(desk.centre.unit, at=desk.later(days=-10))
    owed = duties.to_write(acting(people["liaison"], desk.at), desk.at)
    assert [(each.kind.code, each.span.first, each.due_on) for each in owed][:1] == [
        ("linkage_month", date(2025, 8, 21), date(2025, 9, 25))
    ]
    writer, leader = window(people["liaison"]), window(people["leader"])
    assert "联动工作月报" in writer.get(reverse("reporting:list")).content.decode()
    begun = writer.post(reverse("reporting:new"), {"unit": unit.code, "kind": "linkage_month", "day": "2025-08-21"})
    report = Report.objects.get()
    assert begun.status_code == 303 and report.due_on == date(2025, 9, 25)
    page = reverse("reporting:report", args=[report.pk])
    assert (
        leader.post(reverse("reporting:sign", args=[report.pk]), {"seen": report.changed_at.isoformat()}).status_code
        == 403
    )
    words = {
        "situation": "无",
        "problems": "无",
        "measures": "无",
        "hand_in": "1",
        "seen": report.changed_at.isoformat(),
    }
    assert writer.post(reverse("reporting:write", args=[report.pk]), words).status_code == 303
    report.refresh_from_db()
    assert report.state == "review" and "签发" in leader.get(page).content.decode()
    seen = {"seen": report.changed_at.isoformat()}
    assert writer.post(reverse("reporting:sign", args=[report.pk]), seen).status_code == 403
    assert leader.post(reverse("reporting:sign", args=[report.pk]), seen).status_code == 303
    second = leader.post(reverse("reporting:sign", args=[report.pk]), seen)
    assert second.status_code == 403 and f"{people['leader']}已于2025-09-30 15:00签发" in second.content.decode()
    stale = {"seen": MONDAY.isoformat()}  # the page of whoever would have signed at the same moment
    assert leader.post(reverse("reporting:sign", args=[report.pk]), stale).status_code == 409
    report.refresh_from_db()
    sent = writer.post(reverse("reporting:send", args=[report.pk]), {"seen": report.changed_at.isoformat()})
    assert sent.status_code == 303
    done = Occurrence.objects.get(unit=unit, rule_id="ss.report.linkage", period_start=date(2025, 9, 1))
    assert done.state == "done" and done.is_late
    director = window(desk.centre.people["director"])
    text = director.get(reverse("reporting:received")).content.decode()
    assert report.unit.name in text and "迟报 1" in text
    assert page in text and director.get(page).status_code == 200


def test_words_that_are_refused_stay_as_they_were_typed(desk: Desk) -> None:
    report = make_report(desk)
    client = window(desk.officer)
    said = {"situation": "请致电13905941234", "seen": report.changed_at.isoformat()}
    answer = client.post(reverse("reporting:write", args=[report.pk]), said)
    assert answer.status_code == 422 and "请致电13905941234" in answer.content.decode()


def test_every_figure_leads_to_its_records(desk: Desk) -> None:
    matter = make_matter(Desk(desk.centre, MONDAY))
    report = make_report(desk)
    client = window(desk.officer)
    page = reverse("reporting:records", args=[report.pk, "registered"])
    assert page in client.get(reverse("reporting:report", args=[report.pk])).content.decode()
    assert matter.number in client.get(page).content.decode()
    for figure in report.figures:
        status = client.get(reverse("reporting:records", args=[report.pk, figure])).status_code
        assert status == (404 if figure.endswith("_share") else 200)


def test_papers_say_what_the_report_says(desk: Desk) -> None:
    make_matter(Desk(desk.centre, MONDAY))
    report = make_sent(desk)
    client = window(desk.officer)
    made = read(client, reverse("reporting:pdf", args=[report.pk]))
    assert made == read(client, reverse("reporting:pdf", args=[report.pk]))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    for wanted in ("2025年9月工作报告", "登记事项", "签发人", "一切正常"):
        assert wanted in "".join(text.split())
    word = Document(BytesIO(client.get(reverse("reporting:docx", args=[report.pk])).content))
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    director = str(desk.centre.people["director"])
    assert "登记事项" in cells and any(director in cell for cell in cells)
    assert drawing.in_text([("一", 4), ("二", 1), ("三", 0)])[0][2] in cells  # one matter is the longest bar there is


def test_a_draft_is_nobody_elses(desk: Desk) -> None:
    report = make_report(desk)
    stranger = window(make_desk("governance").officer)
    for name in ("report", "pdf", "docx"):
        assert stranger.get(reverse(f"reporting:{name}", args=[report.pk])).status_code == 404


def test_a_cut_off_ahead_is_refused_on_the_page(desk: Desk) -> None:
    client = window(desk.officer)
    base = {"unit": desk.centre.unit.code, "kind": "work_month"}
    for more in ({"cut_off": "2030-01-01T00:00"}, {"day": "2025-09-30"}):
        answer = client.post(reverse("reporting:new"), base | more)
        assert answer.status_code == 422 and not Report.objects.exists()
    assert client.post(reverse("reporting:new"), base | {"kind": "linkage_month"}).status_code in {403, 422}


def test_a_follow_up_is_asked_for_until_the_last(desk: Desk) -> None:
    other = make_desk("governance")
    report = make_report(other, "event", day=other.at.date(), title="围墙倒塌")
    services.send(write_all(report, other), by=other.by, at=other.at)
    duty = Occurrence.objects.get(rule_id="gc.report.follow_up")
    assert duty.state == "scheduled"
    more = services.follow_up(report, by=other.by, at=other.later(hours=2))
    services.send(write_all(more, other), is_final=True, by=other.by, at=other.later(hours=3))
    duty.refresh_from_db()
    assert duty.state == "done" and Occurrence.objects.filter(rule_id="gc.report.follow_up").count() == 1


def test_what_is_typed_goes_out_with_the_button_that_sends(desk: Desk) -> None:
    report, client = make_report(desk, "event", day=desk.at.date(), title="围墙倒塌"), window(desk.officer)
    address, page = reverse("reporting:write", args=[report.pk]), reverse("reporting:report", args=[report.pk])
    assert reverse("reporting:send", args=[report.pk]) not in client.get(page).content.decode()
    words = {"event": "围墙倒塌", "handling": "", "help": "无", "send": "1", "is_final": "on"}
    refused = client.post(address, words | {"seen": report.changed_at.isoformat()})
    assert refused.status_code == 422 and "checked" in refused.content.decode()
    report.refresh_from_db()
    assert report.state == "draft"
    sent = client.post(address, words | {"handling": "已围挡", "seen": report.changed_at.isoformat()})
    report.refresh_from_db()
    assert (sent.status_code, report.state, report.is_final) == (303, "sent", True)
    assert "终报" in client.get(page).content.decode()


def test_nothing_but_a_situation_is_sent_unsigned(desk: Desk) -> None:
    report = make_report(desk)
    words = {each.code: "无" for each in report.template.sections} | {
        "seen": report.changed_at.isoformat(),
        "send": "1",
    }
    assert window(desk.officer).post(reverse("reporting:write", args=[report.pk]), words).status_code == 403
    report.refresh_from_db()
    assert report.state == "draft"


def test_a_major_matter_asks_for_a_report_that_names_it(desk: Desk) -> None:
    other = make_desk("governance")
    matter = make_matter(other, state="handling", grade="major")
    assert services.ask_for_major(at=other.later(minutes=5)) == 1
    assert services.ask_for_major(at=other.later(minutes=9)) in {0, 1}
    duty = Occurrence.objects.get(rule_id="gc.report.major")
    report = make_report(other, "event", day=other.at.date(), title="围墙倒塌", about=matter.number)
    services.send(write_all(report, other), is_final=True, by=other.by, at=other.later(hours=1))
    duty.refresh_from_db()
    assert duty.state == "done"
