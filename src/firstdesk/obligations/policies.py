"""Who may do what with a duty, and which proof it takes."""

from django.utils.translation import gettext_lazy as _

from firstdesk.common.language import words
from firstdesk.common.refusals import NotAllowed, at_field
from firstdesk.files.models import File
from firstdesk.obligations.models import Occurrence
from firstdesk.obligations.selectors import duties

PICTURED = ("photo",)
ON_PAPER = ("paper", "photo")


def check_open(occurrence: Occurrence) -> None:
    """A duty that is done or waived takes no further proof."""
    if not occurrence.is_open:
        raise NotAllowed(
            _("This is not possible now: it is “%(old)s”.") % {"old": occurrence.get_state_display()},
        )


def check_by_hand(occurrence: Occurrence, kind: str, said: str, file: File | None) -> None:
    """The kind must be one the rule asks for, one that can be handed in at all, and what is handed in must be of that kind."""
    rule, vocabulary = duties.duty_of(occurrence), duties.vocabulary_of(occurrence)
    if kind not in rule.evidence:
        asked = "、".join(words(vocabulary.evidence[name]) for name in rule.evidence)
        raise at_field("kind", _("This duty is not proved by that. It asks for: %(kinds)s.") % {"kinds": asked})
    proof, name = vocabulary.proof(kind), words(vocabulary.evidence[kind])
    if proof.by_work:
        raise at_field("kind", _("“%(kind)s” cannot be typed in: doing the work itself shows it.") % {"kind": name})
    if proof.form in PICTURED and (file is None or not file.is_picture):
        raise at_field("file", _("“%(kind)s” is shown by a photo of the place.") % {"kind": name})
    if proof.form in ON_PAPER and file is None:
        raise at_field("file", _("“%(kind)s” is shown by the paper: photograph or scan it.") % {"kind": name})
    if not said.strip():
        raise at_field("words", _("Name the evidence: a document's number, where it is kept, what was done."))
