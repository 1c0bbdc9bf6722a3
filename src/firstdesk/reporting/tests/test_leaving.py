"""A signed report leaves as a paper that anybody can have checked; a correction takes its place."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from firstdesk.files import codes, seals, shelf
from firstdesk.files.models import File, Issued
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import Desk, make_desk, make_matter
from firstdesk.reporting import services
from firstdesk.reporting.models import Paper, Report
from firstdesk.reporting.selectors import showing
from firstdesk.reporting.tests.factories import actor, make_report, make_sent, write_all

pytestmark = pytest.mark.django_db
Kind = Paper.Kind


@pytest.fixture
def desk() -> Desk:
    return make_desk("police_office")


def content(paper: Paper) -> bytes:
    with shelf.open_file(paper.file.sha256) as kept:
        return kept.read()


def words(made: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).split())


def corrected(report: Report, desk: Desk) -> Report:
    again = services.correct(report, "漏统计一件", by=desk.by, at=desk.later(hours=1))
    again = services.hand_in(again, by=desk.by, at=desk.later(hours=1))
    again = services.sign(again, by=actor(desk.centre.people["director"], desk.at), at=desk.later(hours=2))
    return services.send(again, by=desk.by, at=desk.later(hours=2))


def test_it_says_number_cut_off_signers_and_its_code(desk: Desk) -> None:
    report = make_sent(desk)
    paper = Paper.objects.get(report=report, kind=Kind.WHOLE)
    text = words(content(paper))
    for wanted in (
        "2025年第1期",
        "统计截止",
        "2025-09-2100:00",
        str(desk.officer),
        str(desk.centre.people["director"]),
    ):
        assert wanted.replace(" ", "") in text, wanted
    assert codes.shown(paper.code) in text
    assert Entry.objects.get(verb="report.signed").after["paper"] == paper.sha256


def test_anybody_asks_for_its_code_and_hears_of_no_person(desk: Desk) -> None:
    report = make_sent(desk)
    paper = Paper.objects.get(report=report, kind=Kind.WHOLE)
    page = Client().get(reverse("portal:verify_code", args=[paper.code]))
    shown = page.content.decode()
    assert page.status_code == 200 and report.title in shown and paper.sha256 in shown
    assert str(desk.officer) not in shown and str(desk.centre.people["director"]) not in shown


def test_a_correction_takes_its_place(desk: Desk) -> None:
    report = make_sent(desk)
    again = corrected(report, desk)
    old, new = (Paper.objects.get(report=each, kind=Kind.WHOLE) for each in (report, again))
    issued = Issued.objects.get(code=old.code)
    assert issued.successor is not None and issued.successor.code == new.code
    assert "第2版" in words(content(new)) and Issued.objects.get(code=new.code).is_in_force


def test_what_a_correction_changes_is_said(desk: Desk) -> None:
    report = make_sent(desk)
    make_matter(Desk(desk.centre, report.span.begins), nature="help")  # entered late, of the days of the report
    again = services.correct(report, "漏统计一件", by=desk.by, at=desk.later(hours=1))
    services.write(again, {"situation": "补登一件"}, by=desk.by, at=desk.later(hours=1))
    found = showing.changes(again, "zh")
    assert ("登记事项", "0", "1") in found.figures and found.sections == ("总体情况",)
    assert showing.changes(report) == showing.Changes()


def test_the_public_one_is_made_as_it_is_sent_and_names_nobody(desk: Desk) -> None:
    report = make_sent(desk, "safety_week")
    paper = Paper.objects.get(report=report, kind=Kind.OPEN)
    text = words(content(paper))
    assert codes.shown(paper.code) in text
    assert str(desk.officer) not in text and str(desk.centre.people["director"]) not in text


def test_a_situation_report_leaves_with_whoever_sent_it(desk: Desk) -> None:
    report = write_all(make_report(desk, "event", day=desk.at.date(), title="工地围墙倒塌"), desk)
    report = services.send(report, by=desk.by, at=desk.at)
    assert f"报出人{desk.officer}".replace(" ", "") in words(content(Paper.objects.get(report=report)))


def test_under_the_seal_of_its_unit_where_it_has_one(desk: Desk) -> None:
    seals.issue_test(desk.centre.unit.pk, desk.centre.unit.name, by=desk.by, at=desk.later(days=-1))
    paper = Paper.objects.get(report=make_sent(desk), kind=Kind.WHOLE)
    made = content(paper)
    assert seals.check(made).valid
    assert "演示证书" in words(made) and Issued.objects.get(code=paper.code).is_test


def test_what_is_not_signed_has_no_code(desk: Desk) -> None:
    report = services.hand_in(write_all(make_report(desk), desk), by=desk.by, at=desk.at)
    assert not Paper.objects.exists() and not Issued.objects.exists() and not File.objects.exists()
    services.sign(report, by=actor(desk.centre.people["director"], desk.at), at=desk.at)
    assert Paper.objects.count() == 1
