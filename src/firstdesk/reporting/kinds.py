"""Kinds of report and the figures they may hold, as data (`kinds.yaml`, `figures.yaml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from firstdesk.rulebook.model import Text

HERE = Path(__file__).parent
CENTRE, LEVEL, UNIT = "centre", "level", "unit"
EVENT = "event"
MEASURES: Mapping[str, str | Words] = {
    "matters": _("matters"),
    "referrals": _("referrals"),
    "promises": _("promises"),
    "duties": _("duties"),
    "cases": _("cases"),
    "findings": _("answers of units"),
    "ratings": _("ratings"),
    "turnouts": _("turnouts"),
}


class Wrong(ValueError):
    """The data files contradict themselves."""


@dataclass(frozen=True)
class FigureKind:
    """What a figure counts: a set of records, or per cent of two others."""

    code: str
    title: Text
    about: str  # centre, unit
    of: str = ""  # what its records are
    query: str = ""
    share: tuple[str, str] | None = None  # the part, and what is left of the whole

    @property
    def measure(self) -> str | Words:
        return MEASURES[self.of] if self.of else "%"


@dataclass(frozen=True)
class Section:
    """A section written by hand."""

    code: str
    title: Text
    hint: Text
    is_open: bool  # stands in the public version too


@dataclass(frozen=True)
class SpanKind:
    """The days a report covers, relative to the period it is due in."""

    period: str  # a period of the rules, or event
    closes_on: int = 0  # the last day of the month that counts; 0: the period as the calendar has it
    lag: int = 0  # how many periods before the one it is due in
    assumed: bool = False


@dataclass(frozen=True)
class ReportKind:
    """One kind of report."""

    code: str
    title: Text
    about: str  # centre, level, unit
    span: SpanKind
    to: str  # superior, own
    evidence: str
    figures: tuple[str, ...]
    charts: tuple[str, ...]
    sections: tuple[Section, ...]
    is_public: bool = False
    centres: tuple[str, ...] = ()  # kinds of centre that write it; none: all
    at_once: bool = False  # goes out at once, signed by whoever sends it; followed up in further parts

    @property
    def is_event(self) -> bool:
        return self.span.period == EVENT


@cache
def figure_kinds() -> Mapping[str, FigureKind]:
    """All of `figures.yaml`."""
    rows = _read("figures.yaml")
    found = {
        code: FigureKind(
            code, _text(row["title"]), row["about"], row.get("of", ""), row.get("query", ""), _pair(row.get("share"))
        )
        for code, row in rows.items()
    }
    for each in found.values():
        if bool(each.query) == bool(each.share) or (each.share and not set(each.share) <= found.keys()):
            raise Wrong(f"figures.yaml: {each.code} is either a query or the share of two figures")
        if each.query and each.of not in MEASURES:
            raise Wrong(f"figures.yaml: {each.code} does not say what its records are")
    return found


@cache
def report_kinds() -> Mapping[str, ReportKind]:
    """All of `kinds.yaml`, checked against the figures."""
    rows = _read("kinds.yaml")
    sections = {
        code: Section(code, _text(row["title"]), _text(row["hint"]), bool(row["open"]))
        for code, row in rows["sections"].items()
    }
    return {code: _kind(code, row, sections) for code, row in rows["kinds"].items()}


def _kind(code: str, row: Mapping[str, Any], sections: Mapping[str, Section]) -> ReportKind:
    wanted = UNIT if row["about"] == UNIT else CENTRE
    for name in row["figures"]:
        figure = figure_kinds().get(name)
        if figure is None or figure.about != wanted:
            raise Wrong(f"kinds.yaml: {code} holds {name}, which counts nothing of a {row['about']}")
        if figure.share and not set(figure.share) <= set(row["figures"]):
            raise Wrong(f"kinds.yaml: {code} holds the share {name} without its parts")
    return ReportKind(
        code,
        _text(row["title"]),
        row["about"],
        SpanKind(**row["span"]),
        row["to"],
        row["evidence"],
        tuple(row["figures"]),
        tuple(row["charts"]),
        tuple(sections[name] for name in row["sections"]),
        bool(row.get("public")),
        tuple(row.get("centres", ())),
        bool(row.get("at_once")),
    )


def of_evidence(names: tuple[str, ...]) -> ReportKind | None:
    """The kind of report whose sending gives one of these kinds of evidence."""
    return next((kind for kind in report_kinds().values() if kind.evidence in names), None)


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return found


def _text(row: Mapping[str, str]) -> Text:
    return Text(row["zh"], row["en"])


def _pair(row: list[str] | None) -> tuple[str, str] | None:
    return (row[0], row[1]) if row else None
