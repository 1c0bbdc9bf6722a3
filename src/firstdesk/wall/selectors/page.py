"""One regulation on a centre's wall: every clause with what carries it and its figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstdesk.common import clock
from firstdesk.directory.models import Unit
from firstdesk.rulebook import coverage
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import PublicationRule, Regulation
from firstdesk.wall.selectors import words
from firstdesk.wall.selectors.figures import Figures, figures, hidden_from
from firstdesk.wall.selectors.lines import MEANS, Carrier, Group, Line, groups
from firstdesk.wall.selectors.small import Cell, Kept, overall, told
from firstdesk.wall.selectors.trend import bars, volumes

SHARED = ("deadline", "duty", "posting")  # what can be kept and missed
DRAWN = (SHARED, words.HELD, tuple(kind for kind in words.OFTEN if kind not in words.HELD))  # the first there is


@dataclass(frozen=True)
class Shown:
    """A clause as a page shows it."""

    line: Line
    said: tuple[Kept, ...]
    trend: SafeString
    last_on: date | None  # the newest proof
    last_url: str
    last_kind: Carrier | None

    @property
    def kept(self) -> Kept | None:
        """The first of its figures."""
        return self.said[0] if self.said else None


@dataclass(frozen=True)
class Part:
    """The clauses of one part of a regulation, with figures."""

    title: str
    lines: tuple[Shown, ...]


@dataclass(frozen=True)
class Reader:
    """Who is reading: the public, or staff who may see small numbers and proofs of this centre."""

    is_public: bool = True
    opens: bool = False  # reads matters and duties too: what stands as the last proof is a link
    user_id: int | None = None


EVERYBODY = Reader()


@dataclass(frozen=True)
class Wall:
    """One regulation of one centre."""

    centre: Unit
    regulation: Regulation
    regulations: tuple[Regulation, ...]
    groups: tuple[Part, ...]
    publications: tuple[PublicationRule, ...]
    counts: dict[str, int]
    overall: Kept
    counted_at: datetime | None
    recorded_at: datetime | None


def chosen(rulebook: Rulebook, centre: Unit, code: str) -> Regulation:
    """The regulation with this code; the centre's own where it is empty or unknown."""
    adopts = rulebook.centre(centre.centre_kind).adopts
    return rulebook.regulations[code if code in adopts else adopts[0]]


def wall(
    rulebook: Rulebook, centre: Unit, code: str, at: datetime, reader: Reader = EVERYBODY, status: str = ""
) -> Wall:
    """A centre's wall for one regulation; `status` limits it to clauses of that status."""
    regulation = chosen(rulebook, centre, code)
    parts = groups(rulebook.version, regulation.code)
    found = read(parts, centre, at, reader)
    lines = [line for group in parts for line in group.lines]
    return Wall(
        centre=centre,
        regulation=regulation,
        regulations=tuple(rulebook.regulations[each] for each in rulebook.centre(centre.centre_kind).adopts),
        groups=tuple(_parts(parts, found, clock.local(at).date(), reader, status)),
        publications=_publications(rulebook, regulation.code, is_public=reader.is_public),
        counts={name: sum(line.status == name for line in lines) for name in coverage.STATUSES},
        overall=_overall(lines, found, is_public=reader.is_public),
        counted_at=found.counted_at,
        recorded_at=getattr(centre, "recorded_at", None),
    )


def read(parts: Sequence[Group], centre: Unit, at: datetime, reader: Reader) -> Figures:
    """Figures of these clauses, without those from complaints about the reader."""
    lines = [line for group in parts for line in group.lines]
    carriers = {name for line in lines for carrier in line.carriers for name in carrier.figures}
    carriers |= {line.clause.id for line in lines if line.status == "checklist"}
    found = figures(centre, carriers, at)
    return found if reader.user_id is None else found.without(hidden_from(centre, reader.user_id, at))


def _parts(parts: Iterable[Group], found: Figures, today: date, reader: Reader, status: str) -> Iterable[Part]:
    wanted = (status,) if status in coverage.STATUSES else coverage.STATUSES
    for group in parts:
        lines = tuple(shown(line, found, today, reader) for line in group.lines if line.status in wanted)
        if lines:
            yield Part(group.title, lines)


def shown(line: Line, found: Figures, today: date, reader: Reader) -> Shown:
    """A clause with its figures."""
    newest = max(line.carriers, key=lambda each: _newest(each, found).last_on or date.min, default=None)
    last = _newest(newest, found) if newest else Cell()
    return Shown(
        line=line,
        said=tuple(said(line, found, today, is_public=reader.is_public)),
        trend=_trend(line, found, is_public=reader.is_public),
        last_on=last.last_on,
        last_url=last.last_url if reader.opens else "",
        last_kind=newest if last.last_on else None,
    )


def _newest(carrier: Carrier, found: Figures) -> Cell:
    return max((found.last(name) for name in carrier.figures), key=lambda cell: cell.last_on or date.min)


def _trend(line: Line, found: Figures, *, is_public: bool) -> SafeString:
    """The trend: share kept of what was due, or the amount done where nothing falls due."""
    for kinds in DRAWN:
        names = [name for carrier in line.carriers if carrier.kind in kinds for name in carrier.figures]
        months = [[found.at(name, month) for name in names] for month in found.months]
        drawing = (volumes if kinds == DRAWN[-1] else bars)(months, found.months, is_public=is_public)
        if drawing:
            return drawing
    return SafeString("")


def said(line: Line, found: Figures, today: date, *, is_public: bool) -> Iterable[Kept]:
    """What is said of a clause, for each kind of figure; for clauses without any, what they rest on."""
    if found.counted_at is None and line.status in {"carried", "checklist"}:
        return [Kept(_("not counted yet"), "")]
    return _said(line, found, today, is_public=is_public)


def _said(line: Line, found: Figures, today: date, *, is_public: bool) -> Iterable[Kept]:
    for kind, names in by_kind(line).items():
        cells = [found.now(name) for name in names]
        if kind == "deadline":
            kept = told(cells, is_public=is_public)
        elif kind == "duty":
            kept = words.of_duties(cells, is_public=is_public)
        elif kind == "posting":
            kept = words.of_postings(cells, is_public=is_public)
        elif kind == "charter":
            kept = words.of_charter(cells, max((found.last(name).last_on for name in names), key=_or_never))
        elif kind == "publication":
            kept = Kept(_("published on this page"), "")
        elif kind == "standing":
            kept = Kept(_("stands on record, not counted by month"), "")
        else:
            kept = words.of_work(kind, cells, is_public=is_public)
        yield replace(kept, means=MEANS[kind])
    if line.status == "checklist":
        newest = found.last(line.clause.id)
        yield replace(words.of_checks(found.now(line.clause.id), newest.last_on, today), means=MEANS["check"])


def _or_never(day: date | None) -> date:
    return day or date.min


def by_kind(line: Line) -> dict[str, list[str]]:
    """Carriers of a clause grouped by kind of figure."""
    names: dict[str, list[str]] = {}
    for carrier in line.carriers:
        names.setdefault(carrier.kind, []).extend(carrier.figures)
    return names


def _overall(lines: Iterable[Line], found: Figures, *, is_public: bool) -> Kept:
    rules = {carrier.id for line in lines for carrier in line.carriers if carrier.kind == "deadline"}
    return overall([found.now(rule) for rule in sorted(rules)], is_public=is_public)


def _publications(rulebook: Rulebook, regulation: str, *, is_public: bool) -> tuple[PublicationRule, ...]:
    rules = (rule for rule in rulebook.rules.values() if isinstance(rule, PublicationRule))
    return tuple(
        rule for rule in rules if rule.regulation == regulation and (rule.audience == "public" or not is_public)
    )


@dataclass(frozen=True)
class MonthLine:
    """A month of a clause in words."""

    month: date
    said: tuple[Kept, ...]


def year(line: Line, found: Figures, *, is_public: bool) -> list[MonthLine]:
    """The twelve months of a clause, newest first, for the table behind the bars."""
    names = by_kind(line)
    return [
        MonthLine(month, tuple(_month(names, found, month, is_public=is_public))) for month in reversed(found.months)
    ]


def _month(names: Mapping[str, list[str]], found: Figures, month: date, *, is_public: bool) -> Iterable[Kept]:
    due = [found.at(name, month) for kind in SHARED for name in names.get(kind, ())]
    if any(cell.total for cell in due):
        yield words.of_month([cell for cell in due if cell.total], is_public=is_public)
    for kind in words.OFTEN:
        cells = [found.at(name, month) for name in names.get(kind, ())]
        if any(cell.total for cell in cells):
            yield words.of_work(kind, cells, is_public=is_public)
