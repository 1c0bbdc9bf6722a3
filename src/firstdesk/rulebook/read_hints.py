"""From YAML to the words that speak for a topic, a nature or an urgency."""

from __future__ import annotations

from collections.abc import Collection

from firstdesk.rulebook.book import Vocabulary
from firstdesk.rulebook.hints import Hints
from firstdesk.rulebook.nodes import Item


def read_hints(root: Item, topics: Collection[str], vocabulary: Vocabulary) -> Hints:
    keys = root.as_map()
    hints = Hints(
        topics=keys.maybe("topics", lambda i: _words(i, topics), {}),
        natures=keys.maybe("natures", lambda i: _words(i, _values(vocabulary, "nature")), {}),
        urgencies=keys.maybe("urgencies", lambda i: _words(i, _values(vocabulary, "urgency")), {}),
    )
    keys.done()
    return hints


def _values(vocabulary: Vocabulary, fact: str) -> Collection[str]:
    return vocabulary.facts[fact].values if fact in vocabulary.facts else ()


def _words(item: Item, allowed: Collection[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, value in item.as_pairs():
        if code not in allowed:
            value.unknown(code, allowed)
        found[code] = value.as_names()
    return found
