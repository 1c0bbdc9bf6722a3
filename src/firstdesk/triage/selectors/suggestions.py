"""What a report seems to be, from what was told and nothing else: never from who told it. The officer decides."""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from firstdesk.directory.models import Unit
from firstdesk.matters.models import Matter, SearchText, Urgency
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.hints import Guess, guess_nature, guess_topic, guess_urgency
from firstdesk.triage.models import LearnedModel
from firstdesk.triage.selectors.predictor import Prediction, Predictor, load

MODEL, KEYWORDS = "model", "keywords"
FIELDS = ("nature", "topic", "urgency")
STORY = "report"  # the part of the kept texts that holds place and story, a line each
SHORTEST = 4  # characters: of less, a model only guesses
GRAVEST = (Urgency.NORMAL, Urgency.PRIORITY, Urgency.URGENT)
logger = logging.getLogger("firstdesk.triage")


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One value suggested for one field, and why."""

    value: str
    label: str  # in the reader's language
    confidence: float  # 0 to 1
    reasons: tuple[str, ...]  # the words, or groups of characters, that spoke for it; the strongest first
    source: str  # MODEL or KEYWORDS

    @property
    def percent(self) -> int:
        """The confidence as it is shown; nothing is ever quite sure."""
        return min(99, round(100 * self.confidence))

    @property
    def is_learned(self) -> bool:
        """Whether the centre's own decisions speak, and not the words of the rules."""
        return self.source == MODEL


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """What is suggested for one text; None where nothing speaks for any value."""

    nature: Suggestion | None
    topic: Suggestion | None
    urgency: Suggestion | None
    source: str  # MODEL where a model of the centre spoke, else KEYWORDS
    version: str  # of the model, else of the rulebook

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.nature or self.topic or self.urgency)

    @property
    def fields(self) -> list[tuple[str, Suggestion]]:
        """Those that say something, by the name of their field."""
        every = {"nature": self.nature, "topic": self.topic, "urgency": self.urgency}
        return [(name, found) for name, found in every.items() if found is not None]


def suggest(text: str, centre: Unit, at: datetime) -> Suggestions:
    """What the text seems to be, as this centre judges. A few milliseconds and two queries."""
    rulebook = regulations.current(at)
    in_use = model_of(centre)
    learned = opened(in_use.version) if in_use else None
    return suggested_by(learned, in_use.version if learned and in_use else "", text, rulebook)


def story_of(matter: Matter) -> str:
    """What was told, without the place and without anybody's name; empty for a matter that has no report."""
    kept = SearchText.objects.filter(matter_id=matter.pk, part=STORY).values_list("text", flat=True).first()
    return (kept or "").partition("\n")[2]


def model_of(centre: Unit) -> LearnedModel | None:
    """The model in use at a centre."""
    return LearnedModel.objects.filter(centre=centre, is_adopted=True).order_by("-pk").first()


def path_of(version: str) -> Path:
    """Where the file of a model lies."""
    return Path(settings.DATA_DIR) / "models" / f"{version}.model"


def opened(version: str) -> Predictor | None:
    """The model ready to be asked; None, and a line in the log, where its file is lost: the words then speak alone."""
    try:
        return load(path_of(version))
    except (OSError, ValueError, KeyError) as error:
        logger.warning(
            "model %s cannot be read (%s); suggestions come from the rules", version[:8], type(error).__name__
        )
        return None


def suggested_by(learned: Predictor | None, version: str, text: str, rulebook: Rulebook) -> Suggestions:
    """The model's word where it has one, the words of the rules for the rest; of two urgencies the graver."""
    told = _guesses(text, rulebook)
    said = learned.predict(text) if learned and len(text.strip()) >= SHORTEST else {}
    found = {name: _of(name, told[name], rulebook) for name in FIELDS}
    for name, prediction in said.items():
        if _is_known(name, prediction.value, rulebook) and not _is_graver(name, found[name], prediction):
            found[name] = _learned(name, prediction, rulebook)
    spoke = any(each is not None and each.is_learned for each in found.values())
    return Suggestions(**found, source=MODEL if spoke else KEYWORDS, version=version if spoke else rulebook.version)


def _guesses(text: str, rulebook: Rulebook) -> dict[str, Guess | None]:
    hints = rulebook.hints
    return {
        "nature": guess_nature(hints, text), "topic": guess_topic(hints, text), "urgency": guess_urgency(hints, text)
    }  # fmt: skip


def _is_known(name: str, value: str, rulebook: Rulebook) -> bool:
    return value in (rulebook.topics if name == "topic" else rulebook.facts[name].values)


def _is_graver(name: str, word: Suggestion | None, prediction: Prediction) -> bool:
    """Caution comes first: what the words call urgent, a model does not make less."""
    if name != "urgency" or word is None:
        return False
    return GRAVEST.index(Urgency(word.value)) > GRAVEST.index(Urgency(prediction.value))


def _of(name: str, guess: Guess | None, rulebook: Rulebook) -> Suggestion | None:
    if guess is None:
        return None
    label = label_of(name, guess.value, rulebook)
    return Suggestion(value=guess.value, label=label, confidence=guess.share, reasons=guess.words, source=KEYWORDS)


def _learned(name: str, said: Prediction, rulebook: Rulebook) -> Suggestion:
    label = label_of(name, said.value, rulebook)
    return Suggestion(value=said.value, label=label, confidence=said.confidence, reasons=said.reasons, source=MODEL)


def label_of(name: str, value: str, rulebook: Rulebook) -> str:
    """How a value of a field reads."""
    return regulations.topic_name(rulebook, value) if name == "topic" else regulations.fact_label(rulebook, name, value)
