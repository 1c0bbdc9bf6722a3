"""Texts of the rulebook exist in both languages; these pick the one the reader has chosen."""

from django.utils.translation import get_language

from firstdesk.rulebook.model import Lang, Text


def lang() -> Lang:
    """The language of the page being made: "zh" unless English was asked for."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def words(text: Text) -> str:
    """The text in the reader's language."""
    return text.get(lang())
