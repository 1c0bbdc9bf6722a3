"""From examples to a model: the only module that needs scikit-learn, imported by `firstdesk learn` alone.

Three linear judges are added up for each field: a support vector machine in which rare values count as much as common
ones, one per value over log-count ratios (Wang and Manning 2012), and complement naive Bayes (Rennie et al. 2003). Being
linear over the same counts, they become one number per gram and value, so that asking costs the same as asking one.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.naive_bayes import ComplementNB
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from firstdesk.triage.selectors.grams import BUCKETS, STEPS, bucket, grams, importance, often
from firstdesk.triage.selectors.predictor import ZERO, Predictor
from firstdesk.triage.services.learning.examples import Example

MOST_ROWS = 60_000  # grams a model knows: the most frequent
BAYES = 0.8  # how loud naive Bayes is beside the two machines; chosen by cross-validation
TOP = 2 * ZERO - 1
TEMPERATURES = (0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0)
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class _Counted:
    """The texts as numbers: one row per text, one column per gram that is known."""

    matrix: Any  # sparse, rows of length one
    buckets: NDArray[np.int64]  # which bucket each column stands for
    telling: Numbers  # how rare each column is, and how long its gram


def train(examples: Sequence[Example], *, least: int = 1) -> bytes:
    """A model of every field the examples have labels for; grams in fewer than `least` texts are left out."""
    counted = _count([example.text for example in examples], least)
    fields = sorted({name for example in examples for name in example.labels})
    judged = {name: np.array([example.labels.get(name, "") for example in examples]) for name in fields}
    return _packed(counted, {name: _fit(counted, labels) for name, labels in judged.items()})


def calibrated(model: bytes, unseen: Sequence[Example]) -> bytes:
    """The model with temperatures under which its confidence is what it says on examples it has not seen."""
    told = json.loads(model.partition(b"\n")[0])
    body = model[told["offset"] :]
    scored = [(Predictor(model).scores(example.text), example.labels) for example in unseen]
    for head in told["heads"]:
        known = [
            (scores[head["name"]], head["values"].index(labels[head["name"]]))
            for scores, labels in scored
            if labels.get(head["name"]) in head["values"]
        ]
        if known:
            head["temperature"] = min(TEMPERATURES, key=lambda each: _surprise(known, each))
    return _with_header(told, body)


def _surprise(known: Sequence[tuple[list[float], int]], temperature: float) -> float:
    total = 0.0
    for scores, right in known:
        total += math.log(sum(math.exp((score - scores[right]) / temperature) for score in scores))
    return total


def _count(texts: Sequence[str], least: int) -> _Counted:
    rows, columns, values = [], [], []
    lengths: dict[int, float] = {}
    for place, text in enumerate(texts):
        found: dict[int, int] = {}
        for gram, count in grams(text).items():
            key = bucket(gram)
            found[key] = max(found.get(key, 0), often(count))
            lengths[key] = max(lengths.get(key, 0.0), importance(gram))
        rows += [place] * len(found)
        columns += list(found)
        values += [value / STEPS for value in found.values()]
    keys, places, met = np.unique(np.array(columns, dtype=np.int64), return_inverse=True, return_counts=True)
    whole = sparse.csr_matrix((values, (rows, places)), shape=(len(texts), len(keys)))
    kept = np.flatnonzero(met >= least)
    kept = kept[np.argsort(-met[kept], kind="stable")[:MOST_ROWS]]
    telling = (np.log((1 + len(texts)) / (1 + met[kept])) + 1) * np.array([lengths[int(key)] for key in keys[kept]])
    return _Counted(normalize(whole[:, kept] @ sparse.diags(telling)), keys[kept], telling)


def _fit(counted: _Counted, labels: NDArray[np.str_]) -> tuple[list[str], Numbers, Numbers]:
    """The values of one field, a weight per value and column, an intercept per value."""
    told = np.flatnonzero(labels != "")
    matrix, known = counted.matrix[told], labels[told]
    machine = LinearSVC(C=1.0, class_weight="balanced", random_state=0).fit(matrix, known)
    weights, bias = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:
        weights, bias = np.vstack([-weights[0], weights[0]]), np.array([-bias[0], bias[0]])
    for place, value in enumerate(machine.classes_):
        ratio = _ratio(matrix, known == value)
        own = LinearSVC(C=1.0, random_state=0).fit(matrix @ sparse.diags(ratio), known == value)
        weights[place] += own.coef_[0] * ratio
        bias[place] += own.intercept_[0]
    bayes = ComplementNB(alpha=0.1).fit(matrix, known).feature_log_prob_
    weights = weights + BAYES * (bayes - bayes.mean(axis=0))
    return [str(value) for value in machine.classes_], weights, bias


def _ratio(matrix: Any, is_it: NDArray[np.bool_]) -> Numbers:
    """How much more each gram is said of this value than of the others, as a logarithm."""
    inside = np.asarray(matrix[is_it].sum(axis=0)).ravel() + 1
    outside = np.asarray(matrix[~is_it].sum(axis=0)).ravel() + 1
    found: Numbers = np.log((inside / inside.sum()) / (outside / outside.sum()))
    return found


def _packed(counted: _Counted, fields: Mapping[str, tuple[list[str], Numbers, Numbers]]) -> bytes:
    """The file the predictor reads; its row 0 stands for what is unknown."""
    heads, lanes = [], []
    first = 0
    for name, (values, weights, bias) in fields.items():
        told = weights * counted.telling  # what a gram is worth before the text is brought to length one
        step = float(np.abs(told).max()) / (ZERO - 1)
        lanes.append(np.clip(np.rint(told / step) + ZERO, 0, TOP))
        heads.append({"name": name, "values": values, "intercepts": [float(each) for each in bias],
                      "step": step, "temperature": 1.0, "first": first})  # fmt: skip
        first += len(values)
    rows = np.vstack([np.zeros((1, first)), np.vstack(lanes).T]).astype("<u4")
    telling = np.concatenate([[0.0], counted.telling]).astype("<f4")
    index = np.zeros(BUCKETS, dtype="<u2")
    index[counted.buckets] = np.arange(1, len(counted.buckets) + 1)
    body = index.tobytes() + telling.tobytes() + rows.tobytes()
    return _with_header({"format": 1, "rows": len(telling), "offset": 0, "heads": heads}, body)


def _with_header(told: dict[str, Any], body: bytes) -> bytes:
    """The header, filled up so that what follows begins at a round place."""
    told["offset"] = 0
    room = len(json.dumps(told, ensure_ascii=False).encode()) + 32
    told["offset"] = room + 64 - room % 64
    head = json.dumps(told, ensure_ascii=False).encode()
    return head.ljust(told["offset"] - 1) + b"\n" + body
