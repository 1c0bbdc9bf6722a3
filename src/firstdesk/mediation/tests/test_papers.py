"""Every kind of document is made out of the record, whole, in Chinese, the same bytes each time."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.utils import translation

from firstdesk.common.refusals import NotAllowed
from firstdesk.files.models import Issued
from firstdesk.ledger.models import Entry
from firstdesk.mediation.models import Agent, Agreement, Inquiry, Paper, Session
from firstdesk.mediation.selectors import papers as sheets
from firstdesk.mediation.services import after, papers
from firstdesk.mediation.services import case as case_verbs
from firstdesk.mediation.services.case import Ending, NewAgent
from firstdesk.mediation.tests import walks
from firstdesk.mediation.tests.factories import Table, make_accepted, make_applied

pytestmark = pytest.mark.django_db
Kind = Paper.Kind


def text_of(made: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def pdf(table: Table, kind: str, subject: int = 0) -> bytes:
    return sheets.gather(table.case, kind, subject).pdf()


def test_the_agreement_says_everything_the_law_names() -> None:
    table = walks.planned()
    row = walks.frozen(table)
    with translation.override("en"):  # whoever makes it, the paper is Chinese
        made = pdf(table, Kind.AGREEMENT, row.pk)
    said = text_of(made)
    for word in (
        "人民调解协议书", row.number, "林阿珍", "陈国强", "三楼水管渗漏", "责任和赔偿数额", "修好三楼水管", "叁仟元整",
        "3,000.00", "1,500.00", "壹仟伍佰元整", "任何一期逾期", "第二条", "第1页共",
    ):  # fmt: skip
        assert word in said, word
    reader = pypdf.PdfReader(io.BytesIO(made))
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert fonts and all("/FontFile2" in each or "/FontFile3" in each for each in fonts)
    assert float(reader.pages[0].mediabox.width) == pytest.approx(595.3, abs=0.5)
    assert b"pdfaid" in made


def test_the_same_record_gives_the_same_bytes() -> None:
    table = walks.planned()
    row = walks.frozen(table)
    assert pdf(table, Kind.AGREEMENT, row.pk) == pdf(table, Kind.AGREEMENT, row.pk)


def test_the_record_says_who_said_what_and_who_read_it() -> None:
    table = walks.planned()
    row = walks.signed(table)
    session = Session.objects.get(lead=table.pk)
    said = text_of(pdf(table, Kind.RECORD, session.pk))
    for word in (
        "人民调解笔录",
        "不公开",
        "1.林阿珍（甲方）：天花板是去年八月开始渗水的。",
        "民法典",
        "同意",
        "签署方式",
        "开场",
    ):
        assert word in said, word
    said = text_of(pdf(table, Kind.AGREEMENT, row.pk))
    assert "签署情况" in said and "笔迹数据" in said  # told, and never drawn


def test_the_papers_before_a_session() -> None:
    table = walks.planned()
    walks.arranged(table)
    party = table.parties[0]
    for kind, subject, words in (
        (Kind.APPLICATION, 0, ("人民调解申请书", "三楼水管渗漏", "已受理")),
        (Kind.RIGHTS, party.pk, ("权利义务告知书", "林阿珍", "第二十三条", "不收取任何费用")),
        (Kind.PLAN, 0, ("调解方案", "责任和赔偿", "先看现场")),
        (Kind.INVITATION, 0, ("人民调解通知书", "调解一室", "请带房产证")),
    ):
        said = text_of(pdf(table, kind, subject))
        assert all(word in said for word in words), (kind, said)
    assert "陈国强" not in text_of(pdf(table, Kind.RIGHTS, party.pk))


def test_a_mandate_is_for_representatives_alone() -> None:
    table = make_applied()
    until = table.at.date() + timedelta(days=90)
    new = NewAgent(role=Agent.Role.REPRESENTATIVE, name="王律师", scope="special", powers="代为和解", valid_until=until)
    case_verbs.add_agent(table.parties[0], new, by=table.by, at=table.at)
    said = text_of(pdf(table, Kind.MANDATE))
    assert "授权委托书" in said and "王律师" in said and "代为和解" in said
    Agent.objects.update(role=Agent.Role.GUARDIAN)
    with pytest.raises(NotAllowed):
        sheets.gather(table.case, Kind.MANDATE)


def test_an_oral_agreement_its_performance_and_an_ending() -> None:
    table = make_accepted(is_on_the_spot=True)
    row = walks.oral(table)
    said = text_of(pdf(table, Kind.ORAL, row.pk))
    assert "口头协议登记表" in said and "修好三楼水管" in said and "第三十条" in said
    said = text_of(pdf(table, Kind.PERFORMANCE))
    assert "履行与回访记录" in said and "1,500.00" in said
    after.prepare_confirmation(walks.again(row), "某县人民法院", by=table.by, at=table.at)
    said = text_of(pdf(table, Kind.CONFIRMATION))
    assert "司法确认申请书" in said and "某县人民法院" in said and "附件清单" in said


def test_a_failure_record_and_an_investigation() -> None:
    table = make_applied()
    Inquiry.objects.create(
        case=table.case, name="邻居老张", capacity="邻居", place="楼道", talk='[["何时开始漏水？", "去年八月。"]]',
        is_read_over=True, asked_at=table.at, asked_by=table.mediator.user,
    )  # fmt: skip
    said = text_of(pdf(table, Kind.INQUIRY))
    assert "邻居老张" in said and "问：何时开始漏水？" in said and "答：去年八月。" in said
    ending = Ending(reason="refused", words="不愿再谈", ways_told=["court"])
    case_verbs.refuse(table.parties[1], ending, by=table.by, at=table.at)
    said = text_of(pdf(table, Kind.FAILURE))
    assert "乙方陈国强" in said and "不愿再谈" in said and "第二十六条" in said


def test_what_is_made_is_kept_entered_and_can_be_checked() -> None:
    table = walks.planned()
    paper = papers.make(table.case, Kind.PLAN, by=table.by, at=table.at)
    entry = Entry.objects.filter(chain=table.case.ledger_chain).latest("seq")
    assert entry.verb == "mediation.paper_made" and "林阿珍" not in entry.after_json
    issued = Issued.objects.get(sha256=paper.sha256)
    assert issued.is_in_force and "林阿珍" not in str(vars(issued))


def test_word_before_signing_frozen_after() -> None:
    table = walks.planned()
    session = walks.stepped(table, walks.opened(table))
    assert papers.editable(table.case, Kind.RECORD, session.pk)[:2] == b"PK"
    row = walks.frozen_from(table, session)
    assert isinstance(row, Agreement)
    for kind, subject in ((Kind.AGREEMENT, row.pk), (Kind.RECORD, session.pk)):
        with pytest.raises(NotAllowed):
            papers.editable(table.case, kind, subject)


def test_a_session_that_is_only_arranged_has_no_record_and_none_says_unread_what_was_not_read() -> None:
    table = walks.planned()
    session = walks.arranged(table)
    with pytest.raises(NotAllowed):
        pdf(table, Kind.RECORD, session.pk)
    opened = walks.opened(table, session)
    said = text_of(pdf(table, Kind.RECORD, opened.pk))
    assert "请阅读以上笔录" in said and "核对无误。" not in said.replace("核对无误的", "")
