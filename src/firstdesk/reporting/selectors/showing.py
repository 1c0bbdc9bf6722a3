"""A report as pages and documents show it: figures, charts and words, each beside the previous report's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstdesk.common.language import lang, words
from firstdesk.reporting.figures.charts import CHARTS
from firstdesk.reporting.kinds import Section, figure_kinds
from firstdesk.reporting.models import Report, Words
from firstdesk.reporting.selectors import reports

PER_CENT = "%"
NOTHING = "—"


@dataclass(frozen=True)
class Line:
    """One figure."""

    code: str
    title: str
    measure: str  # what it counts, or per cent
    count: int | None  # none: per cent of nothing, or kept back from the public
    before: int | None
    is_open: bool  # its records can be listed
    is_small: bool = False  # kept back: fewer than can be shown to the public

    @property
    def change(self) -> int | None:
        """The difference from the previous report."""
        return None if self.count is None or self.before is None else self.count - self.before

    @property
    def shown(self) -> str:
        """The number as tables show it."""
        return _with(self.count, self.measure)

    @property
    def shown_before(self) -> str:
        return _with(self.before, self.measure)


def _with(count: int | None, measure: str) -> str:
    if count is None:
        return NOTHING
    return f"{count}{PER_CENT}" if measure == PER_CENT else str(count)


@dataclass(frozen=True)
class Drawn:
    """One chart and its table."""

    code: str
    title: str
    rows: tuple[tuple[str, int], ...]
    in_time: bool


@dataclass(frozen=True)
class Written:
    """One section: its text, and that of the previous report."""

    section: Section
    text: str
    before: str

    @property
    def title(self) -> str:
        return words(self.section.title)


def lines(report: Report, lang_: str = "") -> list[Line]:
    """The figures as they were frozen."""
    return [line(code, report.figures[code], lang_) for code in _in_order(report.template.figures, report.figures)]


def _in_order(wanted: Sequence[str], there: Mapping[str, Any]) -> list[str]:
    """Codes in the order of the kind; codes it no longer has come last. (JSONB keeps no order.)"""
    return [code for code in wanted if code in there] + sorted(there.keys() - set(wanted))


def line(code: str, held: Mapping[str, Any], lang_: str = "") -> Line:
    """One frozen figure, under its title then."""
    kind = figure_kinds().get(code)
    measure = PER_CENT if "of" not in held else str(kind.measure) if kind else ""
    return Line(code, _said(held["title"], lang_), measure, held["n"], held.get("before"), "of" in held)


def drawings(report: Report, lang_: str = "") -> list[Drawn]:
    """The frozen charts, without empty ones."""
    found = []
    for code in _in_order(report.template.charts, report.charts):
        held = report.charts[code]
        parts = tuple((_said([zh, en], lang_), count) for zh, en, count in held["rows"])
        if any(count for _name, count in parts):
            found.append(Drawn(code, _said(held["title"], lang_), parts, _in_time(code)))
    return found


def _in_time(code: str) -> bool:
    return code in CHARTS and CHARTS[code].is_row_of_time


def _said(pair: list[str], lang_: str) -> str:
    return pair[1] if (lang_ or lang()) == "en" else pair[0]


@dataclass(frozen=True)
class Changes:
    """Differences between a version and the one it corrects."""

    figures: tuple[tuple[str, str, str], ...] = ()  # title, was, is
    sections: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.figures or self.sections)


def changes(report: Report, lang_: str = "") -> Changes:
    """Differences from the corrected version; empty for a first one."""
    old = report.corrects
    if old is None:
        return Changes()
    had = {each.code: each for each in lines(old, lang_)}
    figures = [
        (each.title, had[each.code].shown, each.shown)
        for each in lines(report, lang_)
        if each.code in had and had[each.code].count != each.count
    ]
    said = [{each.section.code: each for each in written(one)} for one in (old, report)]
    sections = [each.title for code, each in said[1].items() if code in said[0] and said[0][code].text != each.text]
    return Changes(tuple(figures), tuple(sections))


def written(report: Report) -> list[Written]:
    """Every section of its kind, in order."""
    own = dict(Words.objects.filter(report=report).values_list("section", "text"))
    last = reports.before(report)
    old = dict(Words.objects.filter(report=last).values_list("section", "text")) if last else {}
    return [Written(each, own.get(each.code, ""), old.get(each.code, "")) for each in report.template.sections]
