"""Counting a report's figures and charts as of its cut-off, to be kept in it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from firstdesk.directory.models import Grid
from firstdesk.reporting.figures import QUERIES
from firstdesk.reporting.figures.charts import CHARTS, REST, Chart
from firstdesk.reporting.figures.scope import Rows, Scope
from firstdesk.reporting.kinds import FigureKind, ReportKind, figure_kinds
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import Text

KEPT = 2000  # keys kept in the report; of more records their number and their digest, by which a recount is compared
Frozen = dict[str, dict[str, Any]]
# Of keys in any order: equal for equal sets, and for no others that anybody would come upon.
_COUNT = "SELECT count(*), coalesce(bit_xor(hashint8extended(key, 0)), 0) FROM ({}) AS found (key)"


def figures(kind: ReportKind, scope: Scope, before: Mapping[str, Any]) -> Frozen:
    """Every figure of a kind: title, number, records. `before`: the figures of the previous report."""
    found: Frozen = {}
    for code in kind.figures:
        figure = figure_kinds()[code]
        held = _counted(figure, scope) if figure.query else {"n": _share(figure, found)}
        last = before.get(code, {}).get("n")
        found[code] = {"title": [figure.title.zh, figure.title.en], **held, "before": last}
    return found


def _counted(figure: FigureKind, scope: Scope) -> dict[str, Any]:
    rows = rows_of(figure, scope)
    n, digest = tally(rows)
    keys = sorted(rows.values_list("pk", flat=True)) if 0 < n <= KEPT else None
    return {"n": n, "of": figure.of, "digest": digest, **({"keys": keys} if keys else {})}


def rows_of(figure: FigureKind, scope: Scope) -> Rows:
    """The records behind a figure, as they stood at the cut-off."""
    return QUERIES[figure.query](scope)


def tally(rows: Rows) -> tuple[int, int]:
    """Number and digest of the records, in one pass over their ids."""
    try:
        sql, values = rows.values("pk").query.sql_with_params()
    except EmptyResultSet:  # there cannot be any
        return 0, 0
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(sql), values)
        n, digest = cursor.fetchone()
    return int(n), int(digest)


def _share(figure: FigureKind, found: Frozen) -> int | None:
    """Percentage, rounded down so that only all gives 100; None of nothing."""
    assert figure.share is not None  # the file says a query or a share
    part, rest = (found[code]["n"] for code in figure.share)
    return part * 100 // (part + rest) if part + rest else None


def charts(kind: ReportKind, scope: Scope, book: Rulebook) -> Frozen:
    """Every chart of a kind, with parts named in both languages."""
    found: Frozen = {}
    for code in kind.charts:
        chart = CHARTS[code]
        rows = chart.count(scope)
        named = _names(chart, [part for part, _n in rows], book)
        found[code] = {
            "title": [chart.title.zh, chart.title.en],
            "whole": chart.whole,
            "rows": [[named[part].zh, named[part].en, n] for part, n in rows],
        }
    return found


def _names(chart: Chart, parts: list[str], book: Rulebook) -> dict[str, Text]:
    known: dict[str, Text] = {REST: Text("其他各类", "Others"), "": Text("未填", "Not said")}
    if chart.labels in {"nature", "topic"}:
        known |= book.vocabulary.facts[chart.labels].values
    elif chart.labels == "channel":
        known |= book.vocabulary.facts["channel"].values
    elif chart.labels == "grid":
        cells = Grid.objects.filter(code__in=parts).select_related("unit")
        known |= {cell.code: Text(*[f"{cell.unit.name}{cell.name}"] * 2) for cell in cells}
    return {part: known.get(part) or Text(_plain(chart, part), _plain(chart, part)) for part in parts}


def _plain(chart: Chart, part: str) -> str:
    return part[5:] if chart.labels == "day" else f"{part}:00" if chart.labels == "hour" else part
