"""Documents of a case, gathered as plain values: names whole, for these are the parties' own papers. Always in Chinese."""

from firstdesk.mediation.selectors.papers.gathering import Gathered, gather, preview
from firstdesk.mediation.selectors.papers.listing import choices, panel

__all__ = ["Gathered", "choices", "gather", "panel", "preview"]
