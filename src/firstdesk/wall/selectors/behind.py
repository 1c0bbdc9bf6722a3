"""The rows behind the number of a clause this month: for staff who may read figures of the centre."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstdesk.common.language import words
from firstdesk.directory.models import Unit
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter
from firstdesk.obligations.models import Clock, Occurrence
from firstdesk.obligations.states import Outcome
from firstdesk.rulebook.book import Rulebook
from firstdesk.wall.models import Posting
from firstdesk.wall.selectors import passages, records, work
from firstdesk.wall.selectors.counting import IN_TIME, Month, broken_in, due_in, ended_in, missed_in
from firstdesk.wall.selectors.lines import MEANS, Carrier, Line
from firstdesk.wall.selectors.places import centre_by_unit

MOST = 100  # rows of one rule on the page


@dataclass(frozen=True)
class Row:
    """One thing that was counted."""

    at: datetime | None
    label: str
    url: str = ""
    is_kept: bool | None = None  # None: it neither keeps nor breaks anything
    matter: int | None = None


@dataclass(frozen=True)
class Behind:
    """What one rule counted for the clause."""

    carrier: Carrier
    rows: tuple[Row, ...]
    is_cut: bool
    is_closed: bool  # some are not open to this reader
    elsewhere: tuple[str, str | Promise] | None  # where the whole list stands

    @property
    def means(self) -> str | Promise:
        """What is counted of it."""
        return MEANS[self.carrier.kind]


def behind(book: Rulebook, centre: Unit, line: Line, month: Month, acting: Acting) -> list[Behind]:
    """Rule by rule, newest first; of matters those the reader may read."""
    return [_of(book, centre, carrier, month, acting) for carrier in line.carriers]


def _of(book: Rulebook, centre: Unit, carrier: Carrier, month: Month, acting: Acting) -> Behind:
    found = list(_rows(book, centre, carrier, month, acting))
    first = found[:MOST]
    numbers = _numbers({row.matter for row in first if row.matter is not None}, acting)
    shown = tuple(row for row in (_named(row, numbers) for row in first) if row is not None)
    elsewhere = {
        "posting": (reverse("wall:board", args=[centre.code]), _("What is posted")),
        "charter": (reverse("directory:charter", args=[centre.code]), _("Charter")),
    }.get(carrier.kind)
    return Behind(carrier, shown, len(found) > MOST, len(shown) < len(first), elsewhere)


def _numbers(keys: Collection[int], acting: Acting) -> dict[int, str]:
    return dict(Matter.objects.visible_to(acting).filter(pk__in=keys).values_list("pk", "number")) if keys else {}


def _named(row: Row, numbers: dict[int, str]) -> Row | None:
    if row.matter is None:
        return row
    number = numbers.get(row.matter)
    return Row(row.at, number, reverse("workbench:matter", args=[number]), row.is_kept) if number else None


def _rows(book: Rulebook, centre: Unit, carrier: Carrier, month: Month, acting: Acting) -> Iterator[Row]:
    if carrier.kind == "deadline":
        yield from _promises(centre, carrier, month, acting)
    elif carrier.kind == "duty":
        yield from _duties(centre, carrier, month)
    elif carrier.kind == "posting":
        yield from _postings(centre, carrier)
    elif carrier.kind == "record":
        yield from _records(book, centre, carrier, month)
    else:
        if carrier.kind == "gate":
            rows = passages.listed(book, centre.pk, carrier.id, month, MOST + 1)
            yield from (Row(at, "", matter=matter, is_kept=True) for matter, at in rows)
        yield from _work(book, centre, carrier.figures, month)


def _promises(centre: Unit, carrier: Carrier, month: Month, acting: Acting) -> Iterator[Row]:
    found = Clock.objects.promises().filter(ended_in(month) | broken_in(month), centre=centre, rule_id=carrier.id)
    found = found.exclude(kept_from__contains=[acting.user.pk]).exclude(outcome=Outcome.MOOT)
    for each in found.order_by("-due_at")[: MOST + 1]:
        yield Row(each.stopped_at or each.due_at, "", matter=each.matter_id, is_kept=each.outcome == Outcome.KEPT)


def _duties(centre: Unit, carrier: Carrier, month: Month) -> Iterator[Row]:
    found = Occurrence.objects.filter(due_in(month), IN_TIME | missed_in(month), centre=centre, rule_id=carrier.id)
    for each in found.select_related("unit").order_by("-due_at")[: MOST + 1]:
        is_kept = each.done_at is not None and each.done_at <= each.due_at
        label = " · ".join(word for word in (each.unit.name, each.subject_label) if word)
        yield Row(each.due_at, label, reverse("obligations:duty", args=[each.pk]), is_kept)


def _postings(centre: Unit, carrier: Carrier) -> Iterator[Row]:
    units = [unit for unit, owner in centre_by_unit().items() if owner == centre.pk]
    found = Posting.objects.filter(rule_id=carrier.id, unit__in=units, removed_at=None).select_related("unit")
    for each in found.order_by("-posted_at")[: MOST + 1]:
        yield Row(each.posted_at, f"{each.unit.name} · {each.place}", reverse("wall:posting", args=[each.pk]))


def _records(book: Rulebook, centre: Unit, carrier: Carrier, month: Month) -> Iterator[Row]:
    for at, matter in records.listed(book, carrier.id, centre.pk, month, MOST + 1):
        yield Row(at, words(carrier.rule.title) if matter is None else "", matter=matter)


def _work(book: Rulebook, centre: Unit, figures: Iterable[str], month: Month) -> Iterator[Row]:
    belongs, wanted = centre_by_unit(), set(figures)
    units = [unit for unit, owner in belongs.items() if owner == centre.pk]
    for source in work.SOURCES.values():
        rows = work.within(source, month).filter(**{f"{source.place}__in": units}).order_by(f"-{source.time}")
        for at, pk, called, *said in rows.values_list(
            source.time, "pk", source.matter or source.label or "pk", *source.by
        )[: MOST * 5]:
            if not wanted & set(source.names(book, centre.centre_kind, tuple(said))):
                continue
            if source.matter:
                yield Row(at, "", matter=called)
            else:
                name = words(book.rules[called].title) if called in book.rules else str(called)
                page = reverse(source.page, args=[pk]) if source.page else ""
                yield Row(at, name if source.label else "", page)
