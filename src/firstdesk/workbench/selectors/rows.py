"""The rows of lists: only what a row shows is read, in three statements, however long the list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from firstdesk.common.lookups import any_of
from firstdesk.matters.models import Matter, MatterQuerySet, Urgency
from firstdesk.matters.states import HANDLED, OPEN
from firstdesk.obligations import selectors as obligations
from firstdesk.oversight.selectors.lists import cards_of
from firstdesk.oversight.states import Card

UNHANDLED = OPEN - HANDLED


@dataclass(frozen=True, slots=True)
class Listed:
    """A matter as far as a list shows it."""

    pk: int
    number: str
    title: str
    state: str
    urgency: str
    registered_at: datetime
    changed_at: datetime
    responsible_unit_id: int
    responsible_post_id: int | None
    responsible_person_id: int | None
    unit: str
    post: str | None
    person: str | None  # their name, or how they sign in
    username: str | None

    @property
    def holder(self) -> str:
        """Who has it: a person, or a queue."""
        return self.person or self.username or self.post or ""

    @property
    def is_pressing(self) -> bool:
        """Urgent, and not yet handled."""
        return self.urgency == Urgency.URGENT and self.state in UNHANDLED


COLUMNS = (
    "pk", "number", "title", "state", "urgency", "registered_at", "changed_at", "responsible_unit_id",
    "responsible_post_id", "responsible_person_id", "responsible_unit__name", "responsible_post__name",
    "responsible_person__first_name", "responsible_person__username",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """The promise that breaks first."""

    due_at: datetime
    warn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """A matter with the promise that breaks first, and the card it was given."""

    matter: Listed
    clock: Due | None
    card: Card | None = None


def rows_of(found: MatterQuerySet) -> tuple[Row, ...]:
    """The matters as they are ordered and cut, each with its first running promise and its card."""
    return with_clocks(Listed(*values) for values in found.values_list(*COLUMNS))


def rows_by_key(keys: Collection[int]) -> dict[int, Row]:
    """The rows of these matters; whoever asks knows that they may be seen."""
    found = rows_of(Matter.objects.filter(any_of(keys)).order_by()) if keys else ()
    return {row.matter.pk: row for row in found}


def with_clocks(matters: Iterable[Listed]) -> tuple[Row, ...]:
    """Each matter with its first running promise, in one query, and its card, in another."""
    found = list(matters)
    keys = [matter.pk for matter in found]
    first, cards = obligations.due_of(keys), cards_of(keys)
    return tuple(Row(each, Due(*first[each.pk]) if each.pk in first else None, cards.get(each.pk)) for each in found)
