"""One description of a paper, set as PDF and written as .docx."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from docx import Document
from pypdf import PdfReader

from firstdesk.common.refusals import Refusal
from firstdesk.files import blocks, documents, services, shelf, words
from firstdesk.ledger.actors import Actor

AT = datetime(2025, 9, 15, 2, 0, tzinfo=UTC)
SHEET = documents.Sheet(title="人民调解协议书", number="调〔2025〕1 号", copy=2, copies=3)
HOSTILE = "<w:p>{{ 7*7 }} & {% raw %} 甲"
BLOCKS = [
    blocks.Facts([["甲方", "张三", "乙方", HOSTILE], ["住址", "某路 1 号"]]),
    blocks.Section("一、事实"),
    blocks.Prose("第一段。\n\n第二段。" + "\n\n又一段。" * 30),
    blocks.Articles(["赔偿壹仟元整。", "分两期付清。"]),
    blocks.Table(
        ["期", "日期", "金额"], [["1", "2025-10-01", "600.00"], ["2", "2025-11-01", "400.00"]], widths=[1, 3, 2]
    ),
    blocks.Signatures([["甲方", "张三"], ["人民调解员", ""]]),
    blocks.SealArea("澄溪县人民调解委员会", "2025 年 9 月 15 日"),
]
SAID = [
    "人民调解协议书", "调〔2025〕1号", "甲方", "张三", "某路1号", "一、事实", "第一段。", "第二段。", "第一条", "第二条",
    "赔偿壹仟元整。", "2025-11-01", "400.00", "人民调解员", "签名", "指印", "澄溪县人民调解委员会", "第2份共3份",
]  # fmt: skip


def flat(text: str) -> str:
    return "".join(text.split())


def test_as_pdf() -> None:
    made = documents.paper(SHEET, BLOCKS, at=AT)
    assert made == documents.paper(SHEET, BLOCKS, at=AT)
    reader = PdfReader(io.BytesIO(made))
    said = flat("".join(page.extract_text() for page in reader.pages))
    assert [each for each in SAID if each not in said] == []
    pages = len(reader.pages)
    assert pages > 1 and f"第{pages}页共{pages}页" in said


@pytest.mark.parametrize("lines", range(1, 24, 3))
def test_a_seal_stands_with_the_last_lines(lines: int) -> None:
    told = blocks.Table(["序", "事项"], [[str(no), "排查路灯"] for no in range(1, lines % 9 + 2)])
    ends = [told, blocks.Prose("已审核签发。"), blocks.SealArea("澄溪县人民调解委员会", "2025 年 9 月 15 日")]
    made = documents.paper(SHEET, [blocks.Prose("一行。\n" * lines), *ends], at=AT)
    last = flat(PdfReader(io.BytesIO(made)).pages[-1].extract_text())
    assert "已审核签发" in last and "排查路灯" in last


def everything(made: bytes) -> str:
    word = Document(io.BytesIO(made))
    parts = [paragraph.text for paragraph in word.paragraphs]
    parts += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    parts += [paragraph.text for paragraph in word.sections[0].footer.paragraphs]
    return flat("".join(parts))


def test_as_docx() -> None:
    made = words.paper(SHEET, BLOCKS)
    said = everything(made)
    assert [each for each in SAID if each not in said] == []
    assert (
        "{%" not in said.replace(flat(HOSTILE), "") and flat(HOSTILE) in said
    )  # what people write stays what they wrote
    word = Document(io.BytesIO(made))
    assert [len(table.columns) for table in word.tables] == [2, 3]
    assert "PAGE" in zipfile.ZipFile(io.BytesIO(made)).read("word/footer1.xml").decode()


def test_a_table_as_docx_is_as_wide_as_the_text_however_many_columns_it_has() -> None:
    four = blocks.Table(["指标", "本期", "上期", "增减"], [["登记", "3", "2", "1"]])
    word = Document(io.BytesIO(words.paper(SHEET, [*BLOCKS, four])))
    laid = [[round(cell.width.mm) for cell in table.rows[-1].cells] for table in word.tables]
    assert laid == [[36, 120], [26, 78, 52], [39, 39, 39, 39]]


def test_in_the_other_language() -> None:
    with override("en"):
        assert blocks.article(12) == "Article 12"
    assert blocks.article(12) == "第十二条"


def test_an_installation_brings_its_own_template(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    with pytest.raises(documents.Unavailable):
        words.render_docx("mediation/documents/none.docx", {})
    folder = tmp_path / "templates" / "mediation" / "documents"
    folder.mkdir(parents=True)
    word = Document()
    word.add_paragraph("某市统一格式：{{ number }}")
    word.save(str(folder / "none.docx"))
    assert "某市统一格式：调1" in everything(words.render_docx("mediation/documents/none.docx", {"number": "调1"}))


def test_a_template_can_do_nothing_but_fill_itself(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    word = Document()
    word.add_paragraph("{{ ''.__class__.__mro__[1].__subclasses__() }}")
    word.save(str(tmp_path / "templates" / "bad.docx"))
    with pytest.raises(documents.Unavailable):
        words.render_docx("bad.docx", {})


@pytest.mark.django_db
def test_a_document_made_here_is_kept_as_it_is(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    made = documents.paper(SHEET, BLOCKS, at=AT)
    kept = services.keep(made, name="协议书.pdf", by=Actor.system("test"), at=AT)
    assert shelf.path_of(kept.sha256).read_bytes() == made
    assert (kept.kind, kept.name, kept.size) == ("pdf", "协议书.pdf", len(made))
    assert services.pages_of(kept) == 2
    with pytest.raises(ValueError):
        services.keep(b"MZ no document", name="a.exe", by=Actor.system("test"), at=AT)


@pytest.mark.django_db
def test_a_damaged_scan_has_no_pages(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    kept = services.keep(b"%PDF-1.7 torn", name="scan.pdf", by=Actor.system("test"), at=AT)
    with pytest.raises(Refusal, match="scan.pdf"):
        services.pages_of(kept)
