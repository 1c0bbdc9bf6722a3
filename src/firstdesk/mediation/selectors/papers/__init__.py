"""Content of the documents of a case. Names are written in full, for these are the parties' own papers; always in
Chinese."""

from firstdesk.mediation.selectors.papers.gathering import Gathered, gather, preview
from firstdesk.mediation.selectors.papers.listing import choices, panel

__all__ = ["Gathered", "choices", "gather", "panel", "preview"]
