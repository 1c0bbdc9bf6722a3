"""Learn from a centre's decided matters, measure on those kept aside, and take the model into use unless it is worse."""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import Unit
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.triage.models import LearnedModel
from firstdesk.triage.selectors.predictor import Predictor
from firstdesk.triage.selectors.suggestions import Suggestions, model_of, opened, path_of, suggested_by
from firstdesk.triage.services.learning.examples import Example, Lot, lot_of
from firstdesk.triage.services.learning.fitting import calibrated, train
from firstdesk.triage.services.learning.measure import Score, score

LEAST = 2  # a pair of characters must stand in so many stories
SAME = 0.005  # of macro-F1: less than this is chance
Said = Callable[[str], Suggestions]
Scores = Mapping[str, Score]


@dataclass(frozen=True)
class _Trial:
    """A model, how it did, and how what is in use did on the same texts."""

    model: bytes
    learned: Scores
    in_use: Scores

    @property
    def worse(self) -> list[str]:
        """The fields in which it is worse than what is in use."""
        return [name for name, found in self.learned.items() if found.macro_f1 < self.in_use[name].macro_f1 - SAME]


def learn(centre: Unit, *, by: Actor, at: datetime) -> LearnedModel:
    """Raises Refusal where there is too little to learn from. What was learned is kept in any case, with its figures."""
    rulebook = regulations.current(at)
    lot = lot_of(centre)
    if len(lot.learn) < settings.LEARN_FROM or not lot.held_out:
        raise Refusal(
            _(
                "Too few decided matters to learn from: %(found)s of %(needed)s. Until then the words of the rules suggest."
            )
            % {"found": len(lot.learn), "needed": settings.LEARN_FROM}
        )
    trial = _tried(lot, centre, rulebook)
    return _kept(trial, lot, centre, by=by, at=at)


def _tried(lot: Lot, centre: Unit, rulebook: Rulebook) -> _Trial:
    """Train and measure. A field in which the bare words of the rules do better is left to them."""
    in_use = model_of(centre)
    now = opened(in_use.version) if in_use else None
    before = _measured(lot.held_out, lambda text: suggested_by(now, "", text, rulebook))
    trial = _train(lot, before, rulebook)
    spoken = {head.name for head in now.heads} if now else set()
    left = [name for name in trial.worse if name not in spoken]
    if left and len(left) < len(trial.learned):
        lot = Lot(tuple(_without(lot.learn, left)), tuple(_without(lot.held_out, left)))
        trial = _train(lot, before, rulebook)
    return trial


def _train(lot: Lot, before: Scores, rulebook: Rulebook) -> _Trial:
    model = calibrated(train(lot.learn, least=LEAST), lot.held_out)
    learned = Predictor(model)
    fields = {head.name for head in learned.heads}
    found = _measured(lot.held_out, lambda text: suggested_by(learned, "", text, rulebook))
    return _Trial(model, {name: each for name, each in found.items() if name in fields}, before)


def _without(examples: Sequence[Example], fields: Sequence[str]) -> list[Example]:
    found = [
        replace(each, labels={name: value for name, value in each.labels.items() if name not in fields})
        for each in examples
    ]
    return [each for each in found if each.labels]


def _measured(examples: Sequence[Example], say: Said) -> dict[str, Score]:
    """How well what is said fits what was decided, field by field, as an officer would see it."""
    said = [dict(say(example.text).fields) for example in examples]
    fields = sorted({name for example in examples for name in example.labels})
    return {name: _score(name, examples, [each.get(name) for each in said]) for name in fields}


def _score(name: str, examples: Sequence[Example], said: Sequence[object]) -> Score:
    """A rare topic is learned as its root, so that its root is what is right for it."""
    known = {example.labels[name] for example in examples if name in example.labels}
    right, told = [], []
    for example, found in zip(examples, said, strict=True):
        if name in example.labels:
            value = str(getattr(found, "value", ""))
            right.append(example.labels[name])
            told.append(value if value in known else value.partition(".")[0])
    return score(right, told)


def _kept(trial: _Trial, lot: Lot, centre: Unit, *, by: Actor, at: datetime) -> LearnedModel:
    version = hashlib.sha256(trial.model).hexdigest()
    _write(trial.model, version)
    worse = trial.worse
    figures = {
        name: {"learned": found.to_json(), "in_use": trial.in_use[name].to_json()}
        for name, found in trial.learned.items()
    }
    row = LearnedModel(
        centre=centre,
        version=version,
        examples=len(lot.learn),
        held_out=len(lot.held_out),
        figures=figures,
        is_adopted=not worse,
        reason=", ".join(worse),
        learned_at=at,
        learned_by_id=by.person_id,
    )
    return _recorded(row, by=by, at=at)


@transaction.atomic
def _recorded(row: LearnedModel, *, by: Actor, at: datetime) -> LearnedModel:
    row.save(force_insert=True)
    draft = ledger.Draft(
        chain=f"suggestions:{row.centre_id}",
        verb="suggestions.adopted" if row.is_adopted else "suggestions.refused",
        by=by,
        at=at,
        subject_kind=row._meta.label,
        subject_id=row.pk,
        after={
            "unit": row.centre.name,
            "version": row.version[:8],
            "examples": row.examples,
            "held_out": row.held_out,
            "macro_f1": {name: found["learned"]["macro_f1"] for name, found in row.figures.items()},
        },
    )
    ledger.append(draft)
    return row


def _write(model: bytes, version: str) -> None:
    """The file appears whole or not at all."""
    path = path_of(version)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(model)
    fresh.replace(path)
