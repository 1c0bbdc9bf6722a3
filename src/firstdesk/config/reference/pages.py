"""All generated pages by file name."""

from django.conf import settings as configured

from firstdesk.config.reference import addresses, covered, permissions, rules, settings, states
from firstdesk.rulebook.load import load_rulebook


def pages() -> dict[str, str]:
    """File name → text, for docs/reference."""
    book = load_rulebook(configured.RULES_DIR)
    return {
        "states.md": states.page(),
        "permissions.md": permissions.page(),
        "rules.md": rules.rules_page(book),
        "clauses.md": rules.clauses_page(book),
        "addresses.md": addresses.page(),
        "settings.md": settings.page(),
    }


def readme(text: str) -> str:
    """The README with its generated part as it is now."""
    return covered.written(text, load_rulebook(configured.RULES_DIR))
