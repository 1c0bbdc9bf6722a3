"""The records behind a frozen figure; of those the reader may not see, only the number."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from firstdesk.assessment.models import Figure
from firstdesk.assessment.selectors.counting import COUNTS
from firstdesk.assessment.selectors.rules import Line
from firstdesk.common.language import words
from firstdesk.directory.models import Appointment
from firstdesk.directory.scope import Acting
from firstdesk.followup.models import Rating
from firstdesk.matters.models import Matter
from firstdesk.mediation.models import Case, Promise
from firstdesk.obligations.models import Clock, Occurrence
from firstdesk.regulations import selectors as regulations
from firstdesk.training.models import Seat


@dataclass(frozen=True)
class Record:
    """One record: title, address, and whether it counts towards the part."""

    label: str
    url: str
    is_part: bool


@dataclass(frozen=True)
class Records:
    """Visible records, and the number of hidden ones."""

    rows: list[Record]
    hidden: int


Teller = Callable[[Acting, Collection[int]], list[tuple[int, str, str]]]


def _matter(number: str) -> str:
    return reverse("workbench:matter", args=[number])


def _clocks(acting: Acting, keys: Collection[int]) -> list[tuple[int, str, str]]:
    found = (
        Clock.objects.visible_to(acting).filter(pk__in=keys).values_list("pk", "matter_id", "code", "rulebook_version")
    )
    rows = list(found)
    numbers = dict(
        Matter.objects.visible_to(acting).filter(pk__in=[row[1] for row in rows]).values_list("pk", "number")
    )
    return [
        (pk, f"{numbers[matter]} · {_clock_name(version, code)}", _matter(numbers[matter]))
        for pk, matter, code, version in rows
        if matter in numbers
    ]


def _clock_name(version: str, code: str) -> str:
    found = regulations.version(version).vocabulary.clocks.get(code)
    return words(found) if found else code


def _occurrences(acting: Acting, keys: Collection[int]) -> list[tuple[int, str, str]]:
    rows = Occurrence.objects.visible_to(acting).filter(pk__in=keys).order_by("due_at").select_related("unit")
    told = []
    for each in rows:
        rule = regulations.version(each.rulebook_version).rules.get(each.rule_id)
        title = words(rule.title) if rule else each.rule_id
        url = reverse("obligations:duty", args=[each.pk])
        told.append((each.pk, f"{title} · {each.unit.name} · {each.due_at:%Y-%m-%d}", url))
    return told


def _matters(acting: Acting, keys: Collection[int]) -> list[tuple[int, str, str]]:
    found = Matter.objects.visible_to(acting).filter(pk__in=keys).order_by("number")
    return [(pk, number, _matter(number)) for pk, number in found.values_list("pk", "number")]


def _ratings(acting: Acting, keys: Collection[int]) -> list[tuple[int, str, str]]:
    seen = Matter.objects.visible_to(acting)
    found = Rating.objects.filter(pk__in=keys, matter__in=seen).order_by("rated_at")
    rows = found.values_list("pk", "matter__number", "level")
    return [(pk, f"{number} · {level}", _matter(number)) for pk, number, level in rows]


def _cases(acting: Acting, keys: Collection[int]) -> list[tuple[int, str, str]]:
    found = Case.objects.filter(pk__in=keys, matter__in=Matter.objects.visible_to(acting)).order_by("number")
    return [(pk, number, reverse("mediation:case", args=[number])) for pk, number in found.values_list("pk", "number")]


def _agreed(acting: Acting, keys: Collection[int]) -> list[tuple[int, str, str]]:
    seen = Matter.objects.visible_to(acting)
    found = Promise.objects.filter(pk__in=keys, term__agreement__case__matter__in=seen).order_by("due_on")
    rows = found.values_list("pk", "term__agreement__case__number", "due_on")
    return [(pk, f"{number} · {due:%Y-%m-%d}", reverse("mediation:case", args=[number])) for pk, number, due in rows]


def _seats(acting: Acting, keys: Collection[int]) -> list[tuple[int, str, str]]:
    """By course: who did not come is not listed against anybody."""
    rows = Seat.objects.filter(pk__in=keys).select_related("course").order_by("course__starts_at")
    return [(each.pk, f"{each.course.title} · {each.course.starts_at:%Y-%m-%d}", reverse("training:course", args=[each.course_id])) for each in rows]  # fmt: skip


def _appointments(acting: Acting, keys: Collection[int]) -> list[tuple[int, str, str]]:
    rows = Appointment.objects.filter(pk__in=keys).select_related("post__unit").order_by("starts_on")
    return [(each.pk, f"{each.post} · {each.starts_on:%Y-%m-%d}", "") for each in rows]


TELLERS: Mapping[type[Any], Teller] = {
    Clock: _clocks, Occurrence: _occurrences, Matter: _matters, Rating: _ratings, Case: _cases, Promise: _agreed,
    Seat: _seats, Appointment: _appointments,
}  # fmt: skip
KIND: Mapping[str, type[Any]] = {
    "promises": Clock, "duties": Occurrence, "ratings": Rating, "closed": Matter, "disputes": Case,
    "agreed_due": Promise, "invited": Seat, "posts_held": Appointment,
}  # fmt: skip
assert KIND.keys() <= COUNTS.keys()


def in_order(figure: Figure) -> list[int]:
    """Ids of the whole, those outside the part first, for these are what one looks for."""
    part = set(figure.part)
    return sorted(figure.whole, key=lambda pk: (pk in part, pk))


def records(figure: Figure, line: Line, acting: Acting, keys: Sequence[int]) -> Records:
    """Records of a figure with these ids, each marked if it counts towards the part."""
    part = set(figure.part)
    told = TELLERS[KIND[line.rule.whole.count]](acting, keys)
    rows = sorted((Record(label, url, pk in part) for pk, label, url in told), key=lambda each: each.is_part)
    return Records(rows, len(keys) - len(rows))
