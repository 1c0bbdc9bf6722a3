"""Questions about classification: who stands behind a route, what the table says, what waits, what was decided."""

from firstdesk.triage.selectors.suggestions import Suggestion, Suggestions, suggest

__all__ = ["Suggestion", "Suggestions", "suggest"]
