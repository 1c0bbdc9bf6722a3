"""Words that speak for a topic, a nature or an urgency: an explained guess from what is told, and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Hints:
    """suggestions.yaml: per field, value → the words that speak for it. Urgencies: the most urgent first."""

    topics: Words
    natures: Words
    urgencies: Words


@dataclass(frozen=True, slots=True)
class Guess:
    """What the words in a text speak for. `share`: how much of all that was found speaks for it."""

    value: str
    share: float
    words: tuple[str, ...]


NO_HINTS = Hints({}, {}, {})


def guess_topic(hints: Hints, text: str) -> Guess | None:
    """The root most is said about, and the child of it that is meant where one is named."""
    found = _found(hints.topics, text)
    roots: dict[str, int] = {}
    for code, words in found.items():
        root = code.partition(".")[0]
        roots[root] = roots.get(root, 0) + _weight(words)
    if not roots:
        return None
    best = max(roots, key=lambda root: roots[root])
    own = {code: words for code, words in found.items() if code.partition(".")[0] == best}
    children = {code: words for code, words in own.items() if code != best}
    value = max(children, key=lambda code: _weight(children[code])) if children else best
    spoke = tuple(word for code in own for word in own[code])
    return Guess(value, roots[best] / sum(roots.values()), spoke)


def guess_nature(hints: Hints, text: str) -> Guess | None:
    """The nature most of the words found speak for."""
    found = {code: _weight(words) for code, words in _found(hints.natures, text).items()}
    if not found:
        return None
    best = max(found, key=lambda code: found[code])
    return Guess(best, found[best] / sum(found.values()), tuple(_found(hints.natures, text)[best]))


def guess_urgency(hints: Hints, text: str) -> Guess | None:
    """The first of the urgencies, in the order of the file, for which any word speaks: caution comes before counting."""
    for code, words in _found(hints.urgencies, text).items():
        return Guess(code, 1.0, tuple(words))
    return None


def _found(words: Words, text: str) -> dict[str, list[str]]:
    """The words that stand in the text, by what they speak for; of a word within a word only the longer."""
    found = {code: [word for word in known if word in text] for code, known in words.items()}
    return {code: _longest(hits) for code, hits in found.items() if hits}


def _longest(hits: list[str]) -> list[str]:
    return [word for word in hits if not any(word != other and word in other for other in hits)]


def _weight(words: Sequence[str]) -> int:
    return sum(len(word) for word in words)
