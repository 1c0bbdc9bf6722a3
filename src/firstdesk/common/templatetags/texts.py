"""Texts of the rulebook on a page, in the reader's language."""

from django import template

from firstdesk.common import language
from firstdesk.rulebook.model import Text

register = template.Library()


@register.filter
def words(text: Text | None) -> str:
    """The Chinese or the English, as the reader chose; nothing for no text."""
    return language.words(text) if text else ""
