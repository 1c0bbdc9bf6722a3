"""The public version: open sections, and figures from which no number below three can be read or derived."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import QuerySet

from firstdesk.reporting.kinds import figure_kinds, report_kinds
from firstdesk.reporting.models import Report
from firstdesk.reporting.selectors.showing import Drawn, Line, Written, drawings, lines, written
from firstdesk.reporting.states import ReportState
from firstdesk.screening.selectors.wall import SMALL, is_open

REST = {"zh": "其他", "en": "Others"}


def published() -> QuerySet[Report]:
    """Reports anybody may read: sent, of a public kind, newest version."""
    kinds = [kind.code for kind in report_kinds().values() if kind.is_public]
    rows = Report.objects.filter(kind__in=kinds, state=ReportState.SENT).select_related("unit")
    return rows.order_by("-last", "-sent_at", "-pk")


def open_lines(report: Report, lang: str = "") -> list[Line]:
    """Figures without those below three, without shares and parts that would reveal one, and without previous
    figures."""
    found = {line.code: replace(line, before=None, is_open=False) for line in lines(report, lang)}
    hidden = {code for code, line in found.items() if not _may_stand(line)}
    for code in report.template.figures:
        pair = figure_kinds()[code].share
        if pair and hidden & set(pair):
            hidden.add(code)
    return [replace(line, count=None, is_small=True) if code in hidden else line for code, line in found.items()]


def _may_stand(line: Line) -> bool:
    return line.measure == "%" or line.count is None or is_open(line.count)


def open_drawings(report: Report, lang: str = "") -> list[Drawn]:
    """Charts with small parts merged; a time series with a small part is left out."""
    found = []
    for each in drawings(report, lang):
        rows = tuple(row for row in each.rows if row[1])
        if all(is_open(n) for _label, n in rows):
            found.append(each)
        elif not each.in_time:
            merged = merge(rows, REST["en" if lang == "en" else "zh"])
            found += [replace(each, rows=merged)] if merged else []
    return found


def merge(rows: Sequence[tuple[str, int]], rest: str) -> tuple[tuple[str, int], ...]:
    """Merge parts below three; if the merged part is still below three, the smallest other part joins it. () where no
    distinction remains."""
    large = sorted((row for row in rows if row[1] >= SMALL), key=lambda row: -row[1])
    small = sum(n for _label, n in rows if n < SMALL)
    while 0 < small < SMALL and large:
        small += large.pop()[1]
    if 0 < small < SMALL or not large:
        return ()
    return (*large, (rest, small)) if small else tuple(large)


def open_words(report: Report) -> list[Written]:
    """Sections of the public version."""
    return [replace(each, before="") for each in written(report) if each.section.is_open and each.text]
