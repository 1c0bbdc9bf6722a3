"""One regulation on the wall of one centre: every clause with what carries it and what it came to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
from firstdesk.wall.selectors.lines import Carrier, Group, Line, groups
from firstdesk.wall.selectors.small import Cell, Kept, overall, told
from firstdesk.wall.selectors.trend import bars

DRAWN = ("deadline", "duty", "posting")  # what can be kept and missed
COUNTED = (*DRAWN, "record", "charter")


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
    """The clauses of one part of a regulation, with their figures."""

    title: str
    lines: tuple[Shown, ...]


@dataclass(frozen=True)
class Reader:
    """Who reads: everybody, or staff who may see small numbers and proofs of this centre."""

    is_public: bool = True
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


def chosen(rulebook: Rulebook, centre: Unit, code: str) -> Regulation:
    """The regulation asked for; empty or unknown: the centre's own."""
    adopts = rulebook.centre(centre.centre_kind).adopts
    return rulebook.regulations[code if code in adopts else adopts[0]]


def wall(
    rulebook: Rulebook, centre: Unit, code: str, at: datetime, reader: Reader = EVERYBODY, status: str = ""
) -> Wall:
    """The wall of one centre for one regulation; `status` leaves the clauses of that status alone."""
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
    )


def read(parts: Sequence[Group], centre: Unit, at: datetime, reader: Reader) -> Figures:
    """The figures of some clauses, without what comes from complaints about this reader."""
    lines = [line for group in parts for line in group.lines]
    carriers = {carrier.id for line in lines for carrier in line.carriers}
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
    """A clause with what it came to."""
    drawn = [carrier.id for carrier in line.carriers if carrier.kind in DRAWN]
    months = [[found.cells.get(name, {}).get(month, Cell()) for name in drawn] for month in found.months]
    newest = max(line.carriers, key=lambda each: found.last(each.id).last_on or date.min, default=None)
    last = found.last(newest.id) if newest else Cell()
    return Shown(
        line=line,
        said=tuple(said(line, found, today, is_public=reader.is_public)),
        trend=bars(months, found.months, is_public=reader.is_public) if drawn else SafeString(""),
        last_on=last.last_on,
        last_url="" if reader.is_public else last.last_url,
        last_kind=newest if last.last_on else None,
    )


def said(line: Line, found: Figures, today: date, *, is_public: bool) -> Iterable[Kept]:
    """What is said of a clause, kind by kind; of what nothing is counted, nothing."""
    if found.counted_at is None:
        return [Kept(_("not counted yet"), "")]
    return _said(line, found, today, is_public=is_public)


def _said(line: Line, found: Figures, today: date, *, is_public: bool) -> Iterable[Kept]:
    if line.status == "carried" and not any(carrier.kind in COUNTED for carrier in line.carriers):
        yield Kept(_("holds every time, not counted"), "")
    by_kind: dict[str, list[str]] = {}
    for carrier in line.carriers:
        by_kind.setdefault(carrier.kind, []).append(carrier.id)
    cells = {kind: [found.now(name) for name in names] for kind, names in by_kind.items()}
    if "deadline" in cells:
        yield told(cells["deadline"], is_public=is_public)
    if "duty" in cells:
        yield words.of_duties(cells["duty"], is_public=is_public)
    if "posting" in cells:
        yield words.of_postings(cells["posting"], is_public=is_public)
    if "record" in cells:
        yield words.of_records(cells["record"], is_public=is_public)
    if "charter" in cells:
        last = max((found.last(name).last_on or date.min for name in by_kind["charter"]), default=date.min)
        yield words.of_charter(cells["charter"], last if last > date.min else None)
    if line.status == "checklist":
        newest = found.last(line.clause.id)
        yield words.of_checks(found.now(line.clause.id), newest.last_on, today)


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
    """One month of a clause in words."""

    month: date
    said: Kept


def year(line: Line, found: Figures, *, is_public: bool) -> list[MonthLine]:
    """The twelve months of a clause, newest first: the table behind the bars."""
    names = [carrier.id for carrier in line.carriers if carrier.kind in DRAWN]
    rows = []
    for month in reversed(found.months):
        cells = [cell for name in names if (cell := found.cells.get(name, {}).get(month, Cell())).total]
        rows.append(MonthLine(month, words.of_month(cells, is_public=is_public)))
    return rows
