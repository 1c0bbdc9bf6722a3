"""Official papers: what stands around them, the same bytes each time, and a workshop that stands ready but not for ever."""

import io
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from firstdesk.files import documents, workshop
from firstdesk.files.workshop.main import LIFE
from firstdesk.files.workshop.standing import Gone, Standing

AT = datetime(2025, 9, 15, 2, 0, tzinfo=UTC)
PAPER = "files/tests/papers/official.typ"


def data(**more: object) -> dict[str, Any]:
    sheet = documents.Sheet(
        title="调解协议书",
        number="调〔2025〕1 号",
        copy=1,
        copies=3,
        address="https://example.org/verify/x/",
        code="abcdefgh23456789",
        has_seam=True,
    )
    return {
        "sheet": documents.official(sheet),
        "facts": [["甲方", "张三", "乙方", "李四"], ["住址", "某县某路 1 号"]],
        "facts_title": "事实",
        "prose": "第一段。\n第二段。",
        "names": ["第一条", "第二条"],
        "articles": ["赔偿壹仟元整。", "一次付清。"],
        "rows": [["1", "2025-10-01", "600.00"]],
        "signers": [["甲方", "张三"], ["调解员", ""]],
        **more,
    }


def render(form: str = documents.PDFA, **more: object) -> bytes:
    return documents.render(PAPER, data(**more), at=AT, form=form)


@pytest.fixture
def child() -> Iterator[Standing]:
    standing = Standing(workshop.COMMAND, idle=60)
    yield standing
    standing.end()


def order(**more: object) -> dict[str, object]:
    return {
        "template": str(documents.PACKAGE / PAPER), "root": str(documents.PACKAGE), "moment": 0, "format": "pdf", "ppi": 72,
        "fonts": [str(each) for each in documents.font_folders()], "data": data(**more),
    }  # fmt: skip


def test_the_same_record_gives_the_same_bytes() -> None:
    first = render()
    workshop.end()
    assert render() == first  # by another child too
    assert render(prose="别的。") != first


def test_it_is_pdf_a_and_says_which_page_and_copy_it_is() -> None:
    made = render(prose="很长的一段。" * 900)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        flat = "".join(text.split())
        assert f"第{number}页共{len(pages)}页" in flat and "第1份共3份" in flat
    assert "abcd-efgh-2345-6789" in pages[0] and "abcd" not in pages[1]
    assert b"<pdfaid:part>2</pdfaid:part>" in made.replace(b" ", b"")


def test_a_character_no_font_has_is_named() -> None:
    with pytest.raises(documents.Unavailable, match="\U00020bb7"):
        render(prose="\U00020bb7")


def test_a_mistake_in_a_template_breaks_nothing() -> None:
    with pytest.raises(documents.Unavailable):
        documents.render(PAPER, {"sheet": 1}, at=AT)
    assert render()


def test_one_child_serves_one_order_after_another(child: Standing) -> None:
    child.ask("typesetting", order())
    pid = child.pid
    assert pid is not None
    for number in range(3):
        assert "made" in child.ask("typesetting", order(prose=str(number)))
    assert child.pid == pid


def test_a_killed_child_is_succeeded_and_the_order_done(child: Standing) -> None:
    child.ask("typesetting", order())
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert "made" in child.ask("typesetting", order())
    assert child.pid not in {None, first}


def test_a_child_nobody_needs_ends_by_itself() -> None:
    child = Standing(workshop.COMMAND, idle=0.2)
    child.ask("typesetting", order())
    pid = child.pid
    assert pid is not None
    while Path(f"/proc/{pid}").exists():  # it leaves nothing behind; a child that stays hangs this test
        time.sleep(0.05)
    assert "made" in child.ask("typesetting", order())
    child.end()


def test_a_child_does_no_other_work_than_its_own(child: Standing) -> None:
    with pytest.raises(Gone):
        child.ask("pictures", {"source": "/etc/passwd"})


def test_a_life_is_bounded() -> None:
    assert LIFE <= 1000
