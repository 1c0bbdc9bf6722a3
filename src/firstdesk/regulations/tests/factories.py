"""The real rules, which stand in the database of every test."""

from datetime import UTC, datetime
from pathlib import Path

from firstdesk.ledger.actors import Actor
from firstdesk.regulations import selectors, services
from firstdesk.rulebook.book import Rulebook

RULES = Path(__file__).resolve().parents[4] / "rules"
LOADED_AT = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)


def load_real_rules() -> Rulebook:
    """Load the rules of this repository and return them compiled (compiled once per process)."""
    stored = services.load(texts_dir=RULES, by=Actor.system("test"), at=LOADED_AT)
    return selectors.version(stored.version)
