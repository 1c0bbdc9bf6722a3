"""Verbs of an outcome: draft, fix, sign, seal, deliver; or agree orally."""

from firstdesk.mediation.services.outcome.drafting import Text, digest, draft, freeze, unfreeze
from firstdesk.mediation.services.outcome.orally import Spoken, agree_orally
from firstdesk.mediation.services.outcome.publishing import Sealing, fix, seal
from firstdesk.mediation.services.outcome.signing import Mark, Sealed, deliver, make_effective, sign

__all__ = [
    "Mark", "Sealed", "Sealing", "Spoken", "Text", "agree_orally", "deliver", "digest", "draft", "fix", "freeze",
    "make_effective", "seal", "sign", "unfreeze",
]  # fmt: skip
