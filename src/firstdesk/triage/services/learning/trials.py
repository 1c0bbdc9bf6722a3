"""How well the learner does on labelled texts in files: the figure others can reproduce, without any database.

A file is CSV with a heading. Columns by name: the text (`subject`, `text`, `body`, 留言详情), the label (`label`, 一级标签),
and optionally `split`: rows whose split begins with "dev" or "test" are asked about, all others are learned from. A row
that repeats a text that is asked about (by 留言主题 where bodies are learned from) is not learned from, and the other way
round a text that is also learned from is not asked about.
"""

import csv
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal
from firstdesk.triage.selectors.predictor import Predictor
from firstdesk.triage.services.learning.examples import Example
from firstdesk.triage.services.learning.fitting import train
from firstdesk.triage.services.learning.measure import Score, score

TEXTS = ("subject", "text", "body", "留言详情", "留言主题")
NAMES = ("留言主题", "subject", "text", "body")  # what tells whether two rows are of one message
LABELS = ("label", "一级标签")
ASKED = ("dev", "test")
FIELD = "topic"


@dataclass(frozen=True)
class Trial:
    """What came of it."""

    found: Score
    learned_from: int
    seconds: float
    milliseconds: float  # to ask about one text
    size: int  # bytes of the model


@dataclass(frozen=True)
class _Row:
    name: str
    example: Example
    is_asked: bool


def evaluate(paths: Sequence[Path]) -> Trial:
    """Learn from the rows to learn from, ask about the others. Raises Refusal where a file cannot be used."""
    rows = [row for path in paths for row in _rows(path)]
    asked_names = {row.name for row in rows if row.is_asked}
    learn = [row for row in rows if not row.is_asked and (row.name not in asked_names or row.name == row.example.text)]
    known = {row.example.text for row in learn}
    asked = [row.example for row in rows if row.is_asked and row.example.text not in known]
    if not learn or not asked:
        raise Refusal(_("Nothing to learn from, or nothing to ask about: a column “split” tells them apart."))
    began = time.perf_counter()
    model = train([row.example for row in learn])
    learned = time.perf_counter()
    predictor = Predictor(model)
    said = [predictor.predict(example.text) for example in asked]
    ended = time.perf_counter()
    told = [each[FIELD].value if each else "" for each in said]
    return Trial(
        found=score([example.labels[FIELD] for example in asked], told),
        learned_from=len(learn),
        seconds=learned - began,
        milliseconds=1000 * (ended - learned) / len(asked),
        size=len(model),
    )


def _rows(path: Path) -> Iterable[_Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refusal(_("%(file)s cannot be read.") % {"file": path}) from error
    columns = found[0] if found else {}
    text, label, name = (_column(columns, wanted, path) for wanted in (TEXTS, LABELS, NAMES))
    return [
        _Row(
            name=str(row[name]).strip(),
            example=Example(str(row[text]).strip(), {FIELD: str(row[label]).strip()}),
            is_asked=str(row.get("split") or "").startswith(ASKED),
        )
        for row in found
        if row[text] and row[label]
    ]


def _column(columns: Mapping[str, object], wanted: Sequence[str], path: Path) -> str:
    for name in wanted:
        if name in columns:
            return name
    raise Refusal(_("%(file)s has none of the columns %(wanted)s.") % {"file": path, "wanted": ", ".join(wanted)})
