"""How often officers decided what was suggested: counted from what was kept beside each decision, the misses included."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from firstdesk.common import clock as walls
from firstdesk.directory.models import Unit
from firstdesk.regulations import selectors as regulations
from firstdesk.triage.models import KeptSuggestion, LearnedModel
from firstdesk.triage.selectors.suggestions import FIELDS, MODEL, label_of

SPAN = timedelta(days=366)
SHOWN = 12


@dataclass(frozen=True)
class Share:
    """Of so many suggestions for a field, so many were decided as suggested."""

    same: int
    of: int

    @property
    def percent(self) -> int | None:
        """In whole per cent; None where nothing was suggested."""
        return round(100 * self.same / self.of) if self.of else None


@dataclass(frozen=True)
class Month:
    """One month and where the suggestions came from."""

    month: str
    is_learned: bool
    decisions: int  # with anything suggested
    nature: Share
    topic: Share  # the root: a finer topic of the same root counts as agreed
    urgency: Share


@dataclass(frozen=True)
class Differing:
    """One topic that was suggested where another was decided."""

    suggested: str
    decided: str
    count: int


def by_month(centre: Unit, at: datetime) -> list[Month]:
    """The last twelve months, newest first, the learned and the keyword suggestions apart."""
    counts: dict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    for row in _rows(centre, at):
        count = counts[f"{walls.local(row['decision__decided_at']):%Y-%m}", row["source"] == MODEL]
        count["decisions"] += 1
        for name in FIELDS:
            if row[name]:
                count[f"{name}_of"] += 1
                count[f"{name}_same"] += _same(name, row)
    return [
        Month(month, is_learned, count["decisions"], *(Share(count[f"{n}_same"], count[f"{n}_of"]) for n in FIELDS))
        for (month, is_learned), count in sorted(counts.items(), reverse=True)
    ]


def differing(centre: Unit, at: datetime) -> list[Differing]:
    """Where suggestion and decision differed most often."""
    rulebook = regulations.current(at)
    pairs = Counter(
        (_root(row["topic"]), _root(row["decision__topic"]))
        for row in _rows(centre, at)
        if row["topic"] and not _same("topic", row)
    )
    return [
        Differing(label_of("topic", said, rulebook), label_of("topic", decided, rulebook), count)
        for (said, decided), count in pairs.most_common(SHOWN)
    ]


@dataclass(frozen=True)
class Figure:
    """How a model did in one field on matters it had not seen, and how what was in use before did on the same."""

    field: str
    learned: float
    in_use: float
    agreed: int  # per cent
    values: int


@dataclass(frozen=True)
class Learned:
    """A model with its figures."""

    row: LearnedModel
    figures: tuple[Figure, ...]
    is_in_use: bool


def models_of(centre: Unit) -> list[Learned]:
    """What was learned, newest first; the first adopted one is in use."""
    rows = list(LearnedModel.objects.filter(centre=centre).order_by("-pk")[:SHOWN])
    in_use = next((row.pk for row in rows if row.is_adopted), None)
    return [Learned(row, tuple(_figures(row)), row.pk == in_use) for row in rows]


def _figures(row: LearnedModel) -> list[Figure]:
    return [
        Figure(
            field=name,
            learned=found["learned"]["macro_f1"],
            in_use=found["in_use"]["macro_f1"],
            agreed=round(100 * found["learned"]["agreed"]),
            values=int(found["learned"]["values"]),
        )
        for name, found in row.figures.items()
    ]


def _rows(centre: Unit, at: datetime) -> list[dict[str, Any]]:
    rows = KeptSuggestion.objects.filter(
        decision__matter__centre=centre, decision__decided_at__gte=at - SPAN, decision__decided_at__lte=at
    )
    decided = [f"decision__{name}" for name in FIELDS]
    return list(rows.values("source", "decision__decided_at", *FIELDS, *decided))


def _same(name: str, row: Mapping[str, Any]) -> bool:
    said, decided = str(row[name]), str(row[f"decision__{name}"])
    return _root(said) == _root(decided) if name == "topic" else said == decided


def _root(topic: object) -> str:
    return str(topic).partition(".")[0]
