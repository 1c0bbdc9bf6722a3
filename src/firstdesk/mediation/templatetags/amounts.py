"""Template filter for amounts of money."""

from django import template

from firstdesk.common import money

register = template.Library()


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as yuan in figures: 1,200.00; nothing where there is no amount."""
    return "" if fen is None else money.yuan(fen)
