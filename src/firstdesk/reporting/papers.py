"""Documents of a report: PDF by a Typst template, .docx from blocks; always in Chinese."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import override

from firstdesk.common import clock as walls
from firstdesk.directory.models import User
from firstdesk.files import blocks, documents, words
from firstdesk.files.leaving import Frame
from firstdesk.reporting import drawing
from firstdesk.reporting.models import Report
from firstdesk.reporting.selectors import public, showing
from firstdesk.reporting.selectors.showing import Drawn, Line, Written
from firstdesk.reporting.selectors.titles import days_of

TEMPLATE = "reporting/documents/report.typ"
ZH = "zh"
DRAFT = Frame()  # of what has not left: without a code
NUMERALS = "一二三四五六七八九十"
MARKS = {"draft": "草稿", "review": "待签发", "corrected": "已更正"}


class Sheet:
    """The content of the document: the whole report, or its public part."""

    def __init__(self, report: Report, *, is_public: bool) -> None:
        self.report, self.is_public = report, is_public
        self.lines: list[Line] = public.open_lines(report, ZH) if is_public else showing.lines(report, ZH)
        self.drawings: list[Drawn] = public.open_drawings(report, ZH) if is_public else showing.drawings(report, ZH)
        self.words: list[Written] = public.open_words(report) if is_public else showing.written(report)

    @property
    def head(self) -> list[str]:
        """The columns of the table of figures."""
        return ["指标", "本期"] if self.is_public else ["指标", "本期", "上期", "增减"]

    @property
    def table(self) -> list[list[str]]:
        """Its rows."""
        if self.is_public:
            return [[line.title, "少于3" if line.is_small else line.shown] for line in self.lines]
        return [[line.title, line.shown, line.shown_before, _change(line)] for line in self.lines]

    @property
    def facts(self) -> list[list[str]]:
        """Facts about the report: days, cut-off, signer."""
        report = self.report
        rows = [
            ["报告单位", report.unit.name],
            ["统计期间", days_of(report.span)],
            ["统计截止", _moment(report.cut_off_at)],
        ]
        if report.to_unit is not None and not self.is_public:
            rows.append(["报送", report.to_unit.name])
        if report.version > 1:
            rows.append(["版本", f"第{report.version}版（更正：{report.why_corrected}）"])
            rows += [["更正内容", _changed(report)]] if not self.is_public else []
        if not self.is_public:
            rows += _people(report)
        return rows

    @property
    def number(self) -> str:
        """Its number in the year; for a situation report also its part."""
        report = self.report
        said = f"{report.year}年第{report.serial}期"
        if report.part:
            said += f"（{'首报' if report.part == 1 else f'续报{report.part - 1}'}）"
        return f"{said} 第{report.version}版" if report.version > 1 else said

    @property
    def day(self) -> str:
        """The day of the signature; of a draft, of its figures."""
        wall = walls.local(_dated(self.report))
        return f"{wall.year}年{wall.month}月{wall.day}日"


def _changed(report: Report) -> str:
    found = showing.changes(report, ZH)
    said = [f"{title} {was} → {now}" for title, was, now in found.figures]
    return "；".join([*said, *(f"改写“{title}”" for title in found.sections)]) or "数据和文字未变"


def _people(report: Report) -> list[list[str]]:
    """Writers and signer; of a report sent at once, the sender."""
    found = [["拟稿人", _by(report.handed_in_by or report.begun_by, report.handed_in_at)]]
    if report.signed_by is not None:
        found.append(["签发人", _by(report.signed_by, report.signed_at)])
    elif report.template.at_once and report.sent_by is not None:
        found.append(["报出人", _by(report.sent_by, report.sent_at)])
    return found


def _by(who: User, at: datetime | None) -> str:
    return f"{who} {_moment(at)}" if at else str(who)


def pdf(report: Report, *, is_public: bool = False, frame: Frame = DRAFT) -> bytes:
    """Render as PDF. The same report and frame give the same bytes."""
    with override("zh-hans"):
        sheet = Sheet(report, is_public=is_public)
        around = documents.Sheet(
            title=report.title,
            number=sheet.number,
            mark=frame.marked(_mark(report)),
            code=frame.code,
            address=frame.address,
        )
        data = {
            "sheet": documents.official(around),
            "unit": report.unit.name,
            "day": sheet.day,
            "facts": sheet.facts,
            "head": sheet.head,
            "rows": sheet.table,
            "figures": _numbered(0, "主要数据"),
            "charts": [_drawn(each) for each in sheet.drawings],
            "sections": [
                {"title": _numbered(at, each.section.title.zh), "paragraphs": _paragraphs(each.text)}
                for at, each in enumerate(sheet.words, 1 if sheet.lines else 0)
            ],
            "note": NOTE if is_public else "",
        }
        return documents.render(TEMPLATE, data, at=_dated(report), form=documents.PDFA)


NOTE = "少于3的数字不公布，也不公布可以推算出它的数字；本版不含任何人的个人信息。"


def docx(report: Report) -> bytes:
    """Render as .docx for editing: charts are tables with a bar in every row."""
    with override("zh-hans"):
        sheet = Sheet(report, is_public=False)
        frame = documents.Sheet(title=report.title, number=sheet.number)
        parts: list[blocks.Block] = [blocks.Facts(sheet.facts)]
        if sheet.lines:
            table = blocks.Table(sheet.head, sheet.table, widths=[4, 2, 2, 2])
            parts += [blocks.Section(_numbered(0, "主要数据")), table]
        for each in sheet.drawings:
            bars = blocks.Table(["分项", "数量", "图示"], drawing.in_text(each.rows), widths=[4, 2, 9])
            parts += [blocks.Section(each.title), bars]
        for at, one in enumerate(sheet.words, 1 if sheet.lines else 0):
            parts += [blocks.Section(_numbered(at, one.section.title.zh)), blocks.Prose(one.text or "无")]
        parts.append(blocks.SealArea(report.unit.name, sheet.day))
        return words.paper(frame, parts)


def _drawn(each: Drawn) -> dict[str, str]:
    return {"title": each.title, "svg": drawing.svg(each.rows, in_time=each.in_time)}


def _paragraphs(text: str) -> Sequence[str]:
    return [line.strip() for line in text.splitlines() if line.strip()] or ["无。"]


def _numbered(at: int, title: str) -> str:
    return f"{NUMERALS[at]}、{title}"


def _change(line: Line) -> str:
    if line.change is None:
        return showing.NOTHING
    return f"{line.change:+d}" if line.change else "0"


def _dated(report: Report) -> datetime:
    return report.signed_at or report.sent_at or report.counted_at


def _moment(at: datetime) -> str:
    return f"{walls.local(at):%Y-%m-%d %H:%M}"


def _mark(report: Report) -> str:
    return MARKS.get(report.state, "")
