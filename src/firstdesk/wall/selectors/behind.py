"""The records behind a clause's figures this month, for staff who may read them."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
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
    """One counted record."""

    at: datetime | None
    label: str
    url: str = ""
    is_kept: bool | None = None  # None: it neither keeps nor breaks anything
    matter: int | None = None


Worked = tuple[frozenset[str], Row]  # work, and for which of the figures it stands


@dataclass(frozen=True)
class Asked:
    """Whose rows, of which month, for whom; and the work of it, read once for all the rules of a clause."""

    book: Rulebook
    centre: Unit
    month: Month
    acting: Acting
    work: Sequence[Worked]


@dataclass(frozen=True)
class Behind:
    """The records one rule counted for the clause."""

    carrier: Carrier
    rows: tuple[Row, ...]
    is_cut: bool
    is_closed: bool  # some are not open to this reader
    elsewhere: tuple[str, str | Promise] | None  # where the whole list stands

    @property
    def means(self) -> str | Promise:
        """What is counted, in words."""
        return MEANS[self.carrier.kind]


def behind(book: Rulebook, centre: Unit, line: Line, month: Month, acting: Acting) -> list[Behind]:
    """The records by rule, newest first; only matters the reader may see."""
    wanted = {figure for carrier in line.carriers if carrier.kind not in OWN for figure in carrier.figures}
    page = Asked(book, centre, month, acting, list(_work(book, centre, wanted, month)) if wanted else [])
    return [_of(carrier, page) for carrier in line.carriers]


def _of(carrier: Carrier, page: Asked) -> Behind:
    found = list(_rows(carrier, page))
    first = found[:MOST]
    numbers = _numbers({row.matter for row in first if row.matter is not None}, page.acting)
    shown = tuple(row for row in (_named(row, numbers) for row in first) if row is not None)
    elsewhere = {
        "posting": (reverse("wall:board", args=[page.centre.code]), _("What is posted")),
        "charter": (reverse("directory:charter", args=[page.centre.code]), _("Charter")),
    }.get(carrier.kind)
    return Behind(carrier, shown, len(found) > MOST, len(shown) < len(first), elsewhere)


def _numbers(keys: Collection[int], acting: Acting) -> dict[int, str]:
    return dict(Matter.objects.visible_to(acting).filter(pk__in=keys).values_list("pk", "number")) if keys else {}


def _named(row: Row, numbers: dict[int, str]) -> Row | None:
    if row.matter is None:
        return row
    number = numbers.get(row.matter)
    return Row(row.at, number, reverse("workbench:matter", args=[number]), row.is_kept) if number else None


def _rows(carrier: Carrier, page: Asked) -> Iterator[Row]:
    if carrier.kind in OWN:
        yield from OWN[carrier.kind](carrier, page)
        return
    if carrier.kind == "gate":
        rows = passages.listed(page.book, page.centre.pk, carrier.id, page.month, MOST + 1)
        yield from (Row(at, "", matter=matter, is_kept=True) for matter, at in rows)
    yield from (row for names, row in page.work if names & set(carrier.figures))


def _promises(carrier: Carrier, page: Asked) -> Iterator[Row]:
    ended = ended_in(page.month) | broken_in(page.month)
    found = Clock.objects.promises().filter(ended, centre=page.centre, rule_id=carrier.id)
    found = found.exclude(kept_from__contains=[page.acting.user.pk]).exclude(outcome=Outcome.MOOT)
    for each in found.order_by("-due_at")[: MOST + 1]:
        yield Row(each.stopped_at or each.due_at, "", matter=each.matter_id, is_kept=each.outcome == Outcome.KEPT)


def _duties(carrier: Carrier, page: Asked) -> Iterator[Row]:
    ended = IN_TIME | missed_in(page.month)
    found = Occurrence.objects.filter(due_in(page.month), ended, centre=page.centre, rule_id=carrier.id)
    for each in found.select_related("unit").order_by("-due_at")[: MOST + 1]:
        is_kept = each.done_at is not None and each.done_at <= each.due_at
        label = " · ".join(word for word in (each.unit.name, each.subject_label) if word)
        yield Row(each.due_at, label, reverse("obligations:duty", args=[each.pk]), is_kept)


def _postings(carrier: Carrier, page: Asked) -> Iterator[Row]:
    units = [unit for unit, owner in centre_by_unit().items() if owner == page.centre.pk]
    found = Posting.objects.filter(rule_id=carrier.id, unit__in=units, removed_at=None).select_related("unit")
    for each in found.order_by("-posted_at")[: MOST + 1]:
        yield Row(each.posted_at, f"{each.unit.name} · {each.place}", reverse("wall:posting", args=[each.pk]))


def _records(carrier: Carrier, page: Asked) -> Iterator[Row]:
    for at, matter in records.listed(page.book, carrier.id, page.centre.pk, page.month, MOST + 1):
        yield Row(at, words(carrier.rule.title) if matter is None else "", matter=matter)


OWN: Mapping[str, Callable[[Carrier, Asked], Iterator[Row]]] = {
    "deadline": _promises,
    "duty": _duties,
    "posting": _postings,
    "record": _records,
}


def _work(book: Rulebook, centre: Unit, wanted: Collection[str], month: Month) -> Iterator[Worked]:
    belongs = centre_by_unit()
    units = [unit for unit, owner in belongs.items() if owner == centre.pk]
    for source in work.SOURCES.values():
        rows = work.within(source, month).filter(**{f"{source.place}__in": units}).order_by(f"-{source.time}")
        for at, pk, called, *said in rows.values_list(
            source.time, "pk", source.matter or source.label or "pk", *source.by
        )[: MOST * 5]:
            names = frozenset(source.names(book, centre.centre_kind, tuple(said))) & frozenset(wanted)
            if not names:
                continue
            if source.matter:
                yield names, Row(at, "", matter=called)
            else:
                name = words(book.rules[called].title) if called in book.rules else str(called)
                page = reverse(source.page, args=[pk]) if source.page else ""
                yield names, Row(at, name if source.label else "", page)
