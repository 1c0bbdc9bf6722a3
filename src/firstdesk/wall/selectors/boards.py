"""Postings each organisation owes, and their condition."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Q
from django.urls import reverse

from firstdesk.common import clock
from firstdesk.directory.models import Unit
from firstdesk.ledger import models as ledger
from firstdesk.regulations import labels
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.model import Entry
from firstdesk.rulebook.postings import PostingRule
from firstdesk.wall.models import Board, Posting, PostingCheck
from firstdesk.wall.selectors.counting import Cells, Key, Month
from firstdesk.wall.selectors.places import centre_by_unit
from firstdesk.wall.selectors.small import Cell
from firstdesk.wall.states import Standing

SOON = timedelta(days=14)


@dataclass(frozen=True)
class Thing:
    """Something an organisation must make known, with its posting."""

    rule: PostingRule
    item: Entry
    postings: tuple[Posting, ...]
    standing: Standing
    looked_on: date | None  # when somebody last saw that it is there: the day it was posted, or looked at again
    again_on: date | None  # when somebody looks again
    renew_on: date | None  # the last day on which what is posted holds
    is_soon: bool  # one of the two days is near

    @property
    def is_good(self) -> bool:
        return self.standing == Standing.STANDING


@dataclass(frozen=True)
class Shelf:
    """The board of one organisation."""

    unit: Unit
    actors: tuple[str, ...]  # what it says it is, beside its kind
    things: tuple[Thing, ...]

    @property
    def lacking(self) -> int:
        return sum(not thing.is_good for thing in self.things)

    @property
    def soon(self) -> int:
        """How many must be checked or renewed soon."""
        return sum(thing.is_good and thing.is_soon for thing in self.things)

    @property
    def pressing_first(self) -> list[Thing]:
        """Missing things first, then those due soon, then the rest, each in the order of the rules."""
        return sorted(self.things, key=lambda thing: (thing.is_good, not thing.is_soon))

    @property
    def names(self) -> str:
        """Labels of the actors it says it is."""
        return " · ".join(labels.actor(actor) for actor in self.actors)


def rules(book: Rulebook) -> list[PostingRule]:
    """All posting rules."""
    return [rule for rule in book.rules.values() if isinstance(rule, PostingRule)]


def actors(book: Rulebook) -> list[str]:
    """Actors an organisation may say it is."""
    return sorted({book.actor_of(rule) for rule in rules(book) if not rule.units})


def owed_by(book: Rulebook, unit: Unit, said: Iterable[str]) -> list[PostingRule]:
    """Posting rules an organisation owes: a centre by its regulation, others by their kind or because they said what
    they are."""
    named = set(said)
    own = book.centre(unit.centre_kind).adopts[0] if unit.centre_kind else ""
    found = []
    for rule in rules(book):
        by_kind = unit.kind in rule.units and (not own or rule.regulation == own)
        if by_kind or (not rule.units and book.actor_of(rule) in named):
            found.append(rule)
    return found


def shelves(book: Rulebook, units: Sequence[Unit], on: date) -> list[Shelf]:
    """The boards of organisations on a day, without those that owe nothing."""
    keys = [unit.pk for unit in units]
    said = callings(keys)
    posted = _posted(keys)
    seen = looked([row.pk for rows in posted.values() for row in rows], on)
    found = []
    for unit in units:
        owed = owed_by(book, unit, said[unit.pk])
        things = [
            thing(rule, item, posted.get((unit.pk, rule.id, item.id), []), seen, on)
            for rule in owed
            for item in rule.items
        ]
        if things:
            found.append(Shelf(unit, tuple(sorted(said[unit.pk])), tuple(things)))
    return found


def callings(units: Collection[int], until: datetime | None = None) -> Mapping[int, list[str]]:
    """What organisations say they are, as the clauses call it; of those that said so by a moment."""
    said: dict[int, list[str]] = defaultdict(list)
    rows = Board.objects.filter(unit__in=units)
    if until is not None:
        rows = rows.filter(opened_at__lte=until)
    for unit, actor in rows.values_list("unit_id", "actor"):
        said[unit].append(actor)
    return said


def _posted(units: Sequence[int]) -> dict[tuple[int, str, str], list[Posting]]:
    rows: dict[tuple[int, str, str], list[Posting]] = defaultdict(list)
    found = Posting.objects.filter(unit__in=units, removed_at=None).select_related("file", "photo", "posted_by")
    for row in found.order_by("since", "pk"):
        rows[row.unit_id, row.rule_id, row.item].append(row)
    return rows


def looked(postings: Sequence[int], on: date) -> dict[int, tuple[date, bool]]:
    """For each posting, the last check up to a day, and whether it was as posted."""
    newest = PostingCheck.objects.filter(posting__in=postings).values("posting").annotate(newest=Max("pk"))
    rows = PostingCheck.objects.filter(pk__in=[row["newest"] for row in newest])
    return {row.posting_id: (clock.local(row.checked_at).date(), row.is_as_posted) for row in rows}


def thing(
    rule: PostingRule, item: Entry, rows: Sequence[Posting], seen: Mapping[int, tuple[date, bool]], on: date
) -> Thing:
    """The condition of a thing: that of its best posting."""
    best, looked_on = Standing.LACKING, None
    for row in rows:
        standing, day = stands(row, seen.get(row.pk), rule, on)
        if list(Standing).index(standing) >= list(Standing).index(best):
            best, looked_on = standing, day
    again = looked_on + timedelta(days=rule.recheck_days) if looked_on else None
    renew = max((last for row in rows if (last := _holds_until(row, rule))), default=None)
    is_soon = any(day is not None and day <= on + SOON for day in (again, renew))
    return Thing(rule, item, tuple(rows), best, looked_on, again, renew, is_soon)


def _holds_until(row: Posting, rule: PostingRule) -> date | None:
    """The last day a posting is valid; None: until something changes."""
    by_rule = row.since + timedelta(days=rule.renew_days) if rule.renew_days else None
    return min((day for day in (by_rule, row.until) if day), default=None)


def all_seen_on(rule: PostingRule, unit: Unit, on: date) -> date | None:
    """The day by which everything a rule requires was checked, or renewed where that is required; None where anything
    is missing."""
    posted = _posted([unit.pk])
    rows = {item.id: posted.get((unit.pk, rule.id, item.id), []) for item in rule.items}
    seen = looked([row.pk for found in rows.values() for row in found], on)
    days = []
    for item in rule.items:
        one = thing(rule, item, rows[item.id], seen, on)
        if not one.is_good or one.looked_on is None:
            return None
        days.append(max(row.since for row in one.postings) if rule.renew_days else one.looked_on)
    return min(days)


def stands(row: Posting, seen: tuple[date, bool] | None, rule: PostingRule, on: date) -> tuple[Standing, date]:
    """The condition of a posting on a day, and when it was last checked."""
    first_seen = max(row.since, clock.local(row.posted_at).date())
    looked_on, is_as_posted = seen if seen and seen[0] >= first_seen else (first_seen, True)
    last = _holds_until(row, rule)
    if (last is not None and last < on) or row.since > on:
        return Standing.OUTDATED, looked_on
    if not is_as_posted:
        return Standing.LACKING, looked_on
    if looked_on + timedelta(days=rule.recheck_days) < on:
        return Standing.UNCHECKED, looked_on
    return Standing.STANDING, looked_on


def counted(book: Rulebook, month: Month) -> Cells:
    """Number of things in order and not, on the last day of a month that has come."""
    day = month.last_day
    later = _entered_after(month.ends)
    units = {unit.pk: unit for unit in Unit.objects.filter(is_active=True) if unit.pk not in later}
    belongs = centre_by_unit()
    said = callings(list(units), until=month.ends)
    posted = _posted_until(day)
    seen = _seen_until(day)
    found: dict[Key, Cell] = defaultdict(Cell)
    owed: dict[tuple[str, str, frozenset[str]], list[PostingRule]] = {}  # most units are like many others
    for unit in units.values():
        centre = belongs.get(unit.pk)
        if centre is None:
            continue
        like = (unit.kind, unit.centre_kind, frozenset(said[unit.pk]))
        if like not in owed:
            owed[like] = owed_by(book, unit, said[unit.pk])
        for rule in owed[like]:
            for item in rule.items:
                one = thing(rule, item, posted.get((unit.pk, rule.id, item.id), []), seen, day)
                found[centre, rule.id] += _cell(one)
    return dict(found)


def _entered_after(moment: datetime) -> set[int]:
    """Organisations that were entered only after a moment: what they posted before, nobody knows."""
    found = ledger.Entry.objects.filter(verb="unit.created", at__gt=moment).values_list("subject_id", flat=True)
    return {int(pk) for pk in found}


def _cell(one: Thing) -> Cell:
    if not one.is_good:
        return Cell(0, 1)
    return Cell(1, 0, one.looked_on, reverse("wall:posting", args=[one.postings[-1].pk]))


def _posted_until(day: date) -> dict[tuple[int, str, str], list[Posting]]:
    """What was posted on a day, whatever became of it later."""
    rows: dict[tuple[int, str, str], list[Posting]] = defaultdict(list)
    for row in Posting.objects.filter(
        Q(removed_at=None) | Q(removed_at__date__gt=day), posted_at__date__lte=day
    ).order_by("pk"):
        rows[row.unit_id, row.rule_id, row.item].append(row)
    return rows


def _seen_until(day: date) -> dict[int, tuple[date, bool]]:
    found = PostingCheck.objects.filter(checked_at__date__lte=day).order_by("pk")
    return {row.posting_id: (clock.local(row.checked_at).date(), row.is_as_posted) for row in found}
