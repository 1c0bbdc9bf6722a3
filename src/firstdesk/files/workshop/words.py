"""A .docx is filled by docxtpl: a template of a context or an office, or the plain one for papers out of blocks."""

import base64
import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

SONG, BLACK, LATIN = "宋体", "黑体", "Times New Roman"
TEXT = Mm(156)  # between the margins


def work(order: Mapping[str, Any]) -> dict[str, object]:
    """Fills `template` with `data`; '' is the plain one."""
    source = Path(order["template"]).read_bytes() if order["template"] else plain()
    template = DocxTemplate(io.BytesIO(source))
    template.render(order["data"], jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
    if not order["template"]:
        _lay_out(template.docx, order["data"]["blocks"])
    out = io.BytesIO()
    template.save(out)
    return {"made": base64.b64encode(out.getvalue()).decode()}


def _lay_out(word: Word, blocks: Sequence[Mapping[str, Any]]) -> None:
    """The columns of each table as its block wants them, together as wide as the text: the template knows neither how many."""
    ruled = [block for block in blocks if block["kind"] in {"facts", "table"}]
    for table, block in zip(word.tables, ruled, strict=True):
        if block["kind"] == "facts":
            continue
        parts = block["widths"] or [1] * len(block["head"])
        widths = [TEXT * part // sum(parts) for part in parts]
        grid = table._tbl.tblGrid
        for column in list(grid):
            grid.remove(column)
        for width in widths:
            grid.add_gridCol().w = Length(width)
        for row in table._tbl.tr_lst:
            for cell, width in zip(row.tc_lst, widths, strict=True):
                cell.width = Length(width)


@lru_cache(maxsize=1)
def plain() -> bytes:
    """The template for papers out of blocks: the page, the type and the order of things as in official.typ."""
    word = Document()
    _page(word)
    _line(word, "{{ sheet.title }}", size=22, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    _line(word, "{{ sheet.number }}", size=12, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _tag(word, "for b in blocks")
    _case(word, "section", lambda: _line(word, "{{ b.text }}", bold=True, face=BLACK))
    _case(word, "prose", lambda: _each(word, "p in b.paragraphs", "{{ p }}"))
    _case(word, "facts", lambda: _facts(word))
    _case(word, "table", lambda: _table(word))
    _case(word, "articles", lambda: _each(word, "a in b.named", "{{ a.name }}　{{ a.text }}"))
    _case(word, "signatures", lambda: _signatures(word))
    _case(word, "sealarea", lambda: _seal(word))
    _tag(word, "endfor")
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(14)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.5
    section.header.paragraphs[0].add_run("{{ sheet.mark }}")
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("{{ sheet.number }}　{{ sheet.page.split('{page}')[0] }}")
    _field(foot, "PAGE")
    foot.add_run("{{ sheet.page.split('{page}')[1].split('{pages}')[0] }}")
    _field(foot, "NUMPAGES")
    foot.add_run("{{ sheet.page.split('{pages}')[1] }}　{{ sheet['copy'] }}")
    for run in foot.runs:
        run.font.size = Pt(9)


def _field(paragraph: Paragraph, name: str) -> None:
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _tag(word: Word, words: str) -> None:
    word.add_paragraph("{%p " + words + " %}")


def _case(word: Word, kind: str, put: Any) -> None:
    _tag(word, f"if b.kind == '{kind}'")
    put()
    _tag(word, "endif")


def _line(
    word: Word, text: str, *, size: float = 14, bold: bool = False, face: str = SONG, align: Any = None
) -> Paragraph:
    paragraph = word.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    paragraph.alignment = align
    return paragraph


def _each(word: Word, loop: str, text: str) -> None:
    _tag(word, f"for {loop}")
    _line(word, text).paragraph_format.first_line_indent = Pt(28)
    _tag(word, "endfor")


def _grid(word: Word, rows: int, columns: int) -> Table:
    table: Table = word.add_table(rows=rows, cols=columns, style="Table Grid")
    table.autofit = False
    return table


def _facts(word: Word) -> None:
    """A row of four values becomes two of two: a page in portrait that is edited has no room for more."""
    table = _grid(word, 5, 2)
    _row_tag(table, 0, "for row in b.rows")
    _row_tag(table, 1, "for n in range(0, row|length, 2)")
    _fill(table, 2, "{{ row[n] }}", "{{ row[n + 1] }}")
    _row_tag(table, 3, "endfor")
    _row_tag(table, 4, "endfor")
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Mm(36), Mm(120)


def _table(word: Word) -> None:
    table = _grid(word, 3, 3)
    _row_tag(table, 0, "for row in [b.head] + b.rows")
    _fill(table, 1, "{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}")
    _row_tag(table, 2, "endfor")


def _signatures(word: Word) -> None:
    _tag(word, "for row in b.rows")
    _line(word, "{{ row[0] }}{% if row[1] %}：{{ row[1] }}{% endif %}").paragraph_format.space_before = Pt(18)
    _line(word, "{{ b.words.sign }}：____________　{{ b.words.date }}：____________　（{{ b.words.print }}）")
    _tag(word, "endfor")


def _seal(word: Word) -> None:
    for text in ("{{ b.owner }}{{ b.words }}", "{{ b.day }}"):
        _line(word, text, align=WD_ALIGN_PARAGRAPH.RIGHT).paragraph_format.space_before = Pt(18)


def _row_tag(table: Table, row: int, words: str) -> None:
    table.rows[row].cells[0].text = "{%tr " + words + " %}"


def _fill(table: Table, row: int, *texts: str) -> None:
    for cell, text in zip(table.rows[row].cells, texts, strict=True):
        cell.text = text
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(12)
