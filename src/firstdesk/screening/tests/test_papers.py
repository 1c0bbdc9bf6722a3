"""Papers of screening: the registration form, the figures of a month, the results of a drive; each as PDF and as .docx."""

import hashlib
import io
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from firstdesk.directory.models import CentreKind, Unit, UnitKind
from firstdesk.directory.tests.factories import acting, make_centre, make_unit
from firstdesk.files import codes, seals, shelf
from firstdesk.files.models import Issued
from firstdesk.ledger.models import Entry
from firstdesk.matters.tests.factories import SHANGHAI, Desk, make_desk, make_matter
from firstdesk.screening import services
from firstdesk.screening.models import Campaign, Finding, Major, Statement
from firstdesk.screening.selectors import papers, statements
from firstdesk.screening.selectors.months import Month
from firstdesk.screening.services import NewCampaign, Said
from firstdesk.screening.tests.factories import registration

pytestmark = pytest.mark.django_db
MONTH = Month(date(2025, 9, 1))
LATER = datetime(2025, 10, 9, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def text_of(pdf: bytes) -> str:
    """Every word of it, without the gaps of its lines."""
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def register(desk: Desk) -> Major:
    return services.register(make_matter(desk), registration(desk), by=desk.by, at=desk.at)


def test_the_registration_form(desk: Desk) -> None:
    row = register(desk)
    services.note(row, "第一次协调会已开", by=desk.by, at=desk.at)
    paper = papers.registration(row)
    said = text_of(paper.pdf())
    for words in ("重大矛盾纠纷隐患排查登记表", row.number, "工人代表甲", "第一次协调会已开", "上级意见", "第1页"):
        assert words in said, words
    assert "演示证书" not in said
    assert paper.pdf() == paper.pdf()
    written = Document(io.BytesIO(paper.docx()))
    assert any("工资拖欠" in cell.text for table in written.tables for row in table.rows for cell in row.cells)


def test_a_short_registration_form_is_one_sheet(desk: Desk) -> None:
    said = registration(
        desk, course="工人到项目部讨薪，社区与派出所到场劝导，当日散去。", risk="节前不付，可能聚集上访。",
        measures="已约谈项目负责人；派出所驻点；社区逐户稳控，每日报告一次。\n人社所已调取考勤和工资表。",
        note="涉及工资约四十二万元，拖欠三个月；公司称进度款未到，工人要求先付一半。", due_on=date(2025, 10, 15),
    )  # fmt: skip
    row = services.register(make_matter(desk), said, by=desk.by, at=desk.at)
    assert row.paper is not None  # as it left: with its code
    assert len(PdfReader(str(shelf.path_of(row.paper.sha256))).pages) == 1


def test_a_test_certificate_is_said_across_the_sheet(desk: Desk) -> None:
    row = register(desk)
    seals.issue_test(desk.centre.unit.pk, "调委会", by=desk.by, at=desk.at)
    assert "演示证书，无法律效力" in text_of(papers.registration(row).pdf())


def test_the_figures_of_a_month(desk: Desk) -> None:
    line = statements.line(desk.centre.unit, MONTH, LATER)
    said = text_of(papers.statement(line, MONTH, LATER).pdf())
    assert "矛盾纠纷月报表" in said and "2025年9月" in said and "零报告" in said and "未审核" in said
    filler, checker = (acting(desk.centre.people[name], LATER).actor for name in ("director", "group_leader"))
    row = services.fill(desk.centre.unit, MONTH, "", by=filler, at=LATER)
    services.issue(row, by=checker, at=LATER)
    said = text_of(papers.statement(statements.line(desk.centre.unit, MONTH, LATER), MONTH, LATER).pdf())
    assert "未审核" not in said and str(desk.centre.people["group_leader"]) in said


def test_a_drive_says_zero(desk: Desk) -> None:
    unit = desk.centre.unit
    drive = Campaign.objects.create(
        centre=unit, mode="regular", title="半月排查", areas="辖区", first=MONTH.first, last=MONTH.last,
        due_on=MONTH.last, begun_at=desk.at, begun_by=desk.officer,
    )  # fmt: skip
    Finding.objects.create(
        campaign=drive, unit=unit, state="reported", is_zero=True, words="走访未发现", reported_at=desk.at,
        reported_by=desk.officer,
    )  # fmt: skip
    said = text_of(papers.drive(drive).pdf())
    assert "矛盾纠纷排查情况表" in said and "零报告" in said and "走访未发现" in said


def test_what_is_reported_leaves_sealed_with_its_code_and_settled_takes_its_place(desk: Desk) -> None:
    seals.issue_test(desk.centre.unit.pk, "调委会", by=desk.by, at=desk.at)
    row, client = register(desk), Client()
    assert row.paper is not None
    client.force_login(desk.centre.people["director"])
    address = reverse("screening:registration_pdf", args=[row.number])
    sent = b"".join(client.get(address))  # type: ignore[arg-type]
    assert hashlib.sha256(sent).hexdigest() == row.paper.sha256 and b"/ByteRange" in sent
    first = Issued.objects.get(sha256=row.paper.sha256)
    assert codes.shown(first.code) in client.get(reverse("screening:major", args=[row.number])).content.decode()
    ended = services.settle(row, "工资已付清", by=desk.by, at=desk.at)
    first.refresh_from_db()
    assert ended.paper is not None and first.successor is not None and first.successor.sha256 == ended.paper.sha256
    assert "工资已付清" in text_of(b"".join(client.get(address)))  # type: ignore[arg-type]


def test_figures_and_results_leave_when_they_are_reported(desk: Desk) -> None:
    unit = desk.centre.unit
    filler, checker = (acting(desk.centre.people[name], LATER).actor for name in ("director", "group_leader"))
    row = services.fill(unit, MONTH, "", by=filler, at=LATER)
    assert row.paper is None
    services.issue(row, by=checker, at=LATER)
    assert Statement.objects.get().paper is not None
    new = NewCampaign(
        mode="regular", title="半月排查", areas="辖区", first=MONTH.first, last=MONTH.last, due_on=MONTH.last
    )
    drive = services.begin(unit, new, [unit], by=desk.by, at=desk.at)
    assert "尚未结束" in text_of(papers.drive(drive).pdf())
    services.report(drive.findings.get(), Said(is_zero=True), by=desk.by, at=desk.at)
    services.end(drive, by=desk.by, at=desk.at)
    assert drive.paper is not None and Issued.objects.filter(sha256=drive.paper.sha256).exists()
    client = Client()
    client.force_login(desk.centre.people["director"])
    sent = b"".join(client.get(reverse("screening:drive_pdf", args=[drive.pk])))  # type: ignore[arg-type]
    assert hashlib.sha256(sent).hexdigest() == drive.paper.sha256 and "尚未结束" not in text_of(sent)


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_who_reads_the_form_is_noted_and_others_do_not(desk: Desk, ending: str) -> None:
    row, client = register(desk), Client()
    address = reverse(f"screening:registration_{ending}", args=[row.number])
    client.force_login(desk.centre.people["director"])
    assert client.get(address).status_code == 200
    assert Entry.objects.filter(verb="personal.read", subject_id=row.pk).count() == 1
    client.force_login(make_centre(CentreKind.GOVERNANCE).people["director"])
    assert client.get(address).status_code == 403


def test_the_figures_of_another_centre_are_no_paper(desk: Desk) -> None:
    client = Client()
    client.force_login(make_centre(CentreKind.GOVERNANCE).people["director"])
    address = reverse("screening:statement_pdf")
    assert client.get(address, {"centre": desk.centre.unit.code, "month": MONTH.code}).status_code == 404
    assert client.get(address, {"month": MONTH.code}).status_code == 200


def test_more_centres_ask_no_more(desk: Desk) -> None:
    """Figures of ten centres take as many statements as those of two."""
    centres = [_centre(number) for number in range(10)]
    costs = []
    for some in (centres[:2], centres):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = statements.lines(some, MONTH, LATER)
            statements.together(found, MONTH)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 40


def _centre(number: int) -> Unit:
    return make_unit(
        UnitKind.CENTRE, centre_kind=CentreKind.GOVERNANCE, code=f"many{number}", division_code=f"35{number:02}"
    )
