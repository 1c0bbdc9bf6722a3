"""The pages speak Chinese to people who read Chinese: a text without its translation is a hole in the page."""

from collections import defaultdict
from functools import cache

import polib

from firstdesk.config.translations import catalogues
from tests.support.source import ROOT, product, report
from tests.support.words import placeholders, unmarked, words

Key = tuple[str | None, str]


@cache
def entries() -> dict[Key, list[tuple[str, polib.POEntry]]]:
    """Every Chinese entry of every context, with the file it stands in."""
    found: dict[Key, list[tuple[str, polib.POEntry]]] = defaultdict(list)
    for path in catalogues():
        if path.parts[-3] == "zh_Hans":
            for entry in polib.pofile(str(path)):
                if not entry.obsolete:
                    found[entry.msgctxt, entry.msgid].append((str(path.relative_to(ROOT)), entry))
    return found


def test_every_text_has_its_translation() -> None:
    found = {f"{word.where} {word.msgid!r}" for word in words() if (word.msgctxt, word.msgid) not in entries()}
    report(sorted(found), why="Write the Chinese in the context's own locale/zh_Hans/LC_MESSAGES/django.po:")


def test_no_translation_is_empty_or_guessed() -> None:
    found = []
    for (_, msgid), places in entries().items():
        for file, entry in places:
            texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
            if "fuzzy" in entry.flags or not all(texts):
                found.append(f"{file}:{entry.linenum} {msgid!r}: {'fuzzy' if 'fuzzy' in entry.flags else 'empty'}")
    report(found, why="Write the translation, and take the mark `fuzzy` away:")


def test_placeholders_survive() -> None:
    """A name lost in translation is a KeyError, or a sentence without its subject."""
    found = []
    for (_, msgid), places in entries().items():
        for file, entry in places:
            texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
            wanted = placeholders(msgid) | placeholders(entry.msgid_plural)
            found += [f"{file}:{entry.linenum} {msgid!r}" for text in texts if placeholders(text) - wanted]
            if not entry.msgid_plural and wanted - placeholders(entry.msgstr):
                found.append(f"{file}:{entry.linenum} {msgid!r} loses {wanted - placeholders(entry.msgstr)}")
    report(found, why="The translation names other placeholders than the text:")


def test_one_text_one_translation() -> None:
    """Django mixes all catalogues: with two translations of one text, which one is shown is luck."""
    found = [
        f"{msgid!r}: " + ", ".join(f"{entry.msgstr} ({file})" for file, entry in places)
        for (_, msgid), places in entries().items()
        if len({entry.msgstr for _, entry in places}) > 1
    ]
    report(found, why="Agree on one, or tell them apart with pgettext:")


def test_texts_are_literals() -> None:
    report([place for source in product() for place in unmarked(source)], why="gettext needs the text itself:")
