"""What a report seems to be, from what was told and nothing else: never from who told it. The officer decides."""

from dataclasses import dataclass
from datetime import datetime

from firstdesk.directory.models import Unit
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.hints import Guess, guess_nature, guess_topic, guess_urgency

MODEL, KEYWORDS = "model", "keywords"


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One value suggested for one field, and why."""

    value: str
    label: str  # in the reader's language
    confidence: float  # 0 to 1
    reasons: tuple[str, ...]  # the words, or groups of characters, that spoke for it; the strongest first
    source: str  # MODEL or KEYWORDS


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


def suggest(text: str, centre: Unit, at: datetime) -> Suggestions:
    """What the text seems to be, as this centre judges."""
    rulebook = regulations.current(at)
    return _by_keywords(text, rulebook)


def _by_keywords(text: str, rulebook: Rulebook) -> Suggestions:
    hints = rulebook.hints
    return Suggestions(
        nature=_guessed("nature", guess_nature(hints, text), rulebook),
        topic=_guessed("topic", guess_topic(hints, text), rulebook),
        urgency=_guessed("urgency", guess_urgency(hints, text), rulebook),
        source=KEYWORDS,
        version=rulebook.version,
    )


def _guessed(name: str, guess: Guess | None, rulebook: Rulebook) -> Suggestion | None:
    if guess is None:
        return None
    return Suggestion(
        value=guess.value,
        label=label_of(name, guess.value, rulebook),
        confidence=guess.share,
        reasons=guess.words,
        source=KEYWORDS,
    )


def label_of(name: str, value: str, rulebook: Rulebook) -> str:
    """How a value of a field reads."""
    return regulations.topic_name(rulebook, value) if name == "topic" else regulations.fact_label(rulebook, name, value)
