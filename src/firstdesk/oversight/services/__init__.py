"""The verbs of oversight."""

from firstdesk.oversight.services.supervising import answer_supervision, lift, supervise, urge

__all__ = ["answer_supervision", "lift", "supervise", "urge"]
