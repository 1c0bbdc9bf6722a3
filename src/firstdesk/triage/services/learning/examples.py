"""What is learned from: the story of each matter of a centre, and what it was last decided to be.

A fifth of the matters is never learned from, always the same ones by their number: on those every model is measured, the
new like the old. Closed circles and confidential matters stay out altogether. Who reported is not even read.
"""

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firstdesk.directory.models import Unit
from firstdesk.matters.models import Confidentiality, Matter, SearchText
from firstdesk.triage.models import Decision
from firstdesk.triage.selectors.suggestions import FIELDS, STORY

MOST = 30_000  # the newest matters: what was decided long ago says less about today
RARE = 10  # a value decided less often than this is not learned
PARTS = 5


@dataclass(frozen=True)
class Example:
    """A text and what it was judged to be, field by field."""

    text: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Lot:
    """What is learned from, and what is kept aside to measure on."""

    learn: tuple[Example, ...]
    held_out: tuple[Example, ...]


def lot_of(centre: Unit) -> Lot:
    """The decided matters of a centre, parted. A text that also stands among those learned from measures nothing."""
    told = _decided(centre)
    learn = [example for number, example in told if not is_held_out(number)]
    known = {example.text.strip() for example in learn}
    held = [example for number, example in told if is_held_out(number) and example.text.strip() not in known]
    labels = _learnable(learn)
    return Lot(tuple(_with(labels, learn)), tuple(_with(labels, held)))


def is_held_out(number: str) -> bool:
    """Whether a matter is measured on, and so never learned from."""
    return zlib.crc32(number.encode()) % PARTS == 0


def _decided(centre: Unit) -> list[tuple[str, Example]]:
    matters = Matter.objects.filter(
        centre=centre, confidentiality=Confidentiality.ORDINARY, compartment=None, nature__gt=""
    )
    numbers = dict(matters.order_by("-pk").values_list("pk", "number")[:MOST])
    texts = SearchText.objects.filter(matter_id__in=numbers, part=STORY).values_list("matter_id", "text")
    stories = {pk: text.partition("\n")[2] for pk, text in texts}
    newest = Decision.objects.filter(matter_id__in=numbers).order_by("matter_id", "-pk").distinct("matter_id")
    judged = {row.matter_id: {name: getattr(row, name) for name in FIELDS} for row in newest}
    return [(numbers[pk], Example(stories[pk], judged[pk])) for pk in sorted(judged) if stories.get(pk, "").strip()]


def _learnable(examples: Sequence[Example]) -> dict[str, dict[str, str]]:
    """Field → value → what it is learned as: itself, a topic's root where the topic is rare; what is too rare is left."""
    found: dict[str, dict[str, str]] = {}
    for name in FIELDS:
        counts = Counter(example.labels[name] for example in examples)
        roots = Counter(value.partition(".")[0] for value in counts.elements())
        as_what = {value: value if counts[value] >= RARE else value.partition(".")[0] for value in counts}
        known = {
            value: label
            for value, label in as_what.items()
            if max(counts[value], roots[label] * ("." in value)) >= RARE
        }
        if len(set(known.values())) > 1:
            found[name] = known
    return found


def _with(labels: Mapping[str, Mapping[str, str]], examples: Sequence[Example]) -> list[Example]:
    """The examples under the labels that are learned."""
    told = [
        Example(
            each.text, {name: known[each.labels[name]] for name, known in labels.items() if each.labels[name] in known}
        )
        for each in examples
    ]
    return [each for each in told if each.labels]
