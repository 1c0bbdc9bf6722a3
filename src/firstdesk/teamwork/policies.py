"""Why a note is not possible, in words."""

from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import NotAllowed
from firstdesk.directory.scope import Acting
from firstdesk.matters.models import Matter
from firstdesk.teamwork.models import Note
from firstdesk.teamwork.selectors import may_write


def check_write(matter: Matter, acting: Acting) -> None:
    """Raises NotAllowed for posts that only read."""
    if not may_write(matter, acting):
        raise NotAllowed(
            _("Your post reads matters and does nothing in them; notes are written by those who work on it.")
        )


def check_correct(note: Note, acting: Acting) -> None:
    """One corrects one's own words, once each, while they are there."""
    if note.noted_by_id != acting.user.pk:
        raise NotAllowed(_("Only who wrote a note corrects it; write one of your own."))
    if hasattr(note, "corrected_by") or not note.text:
        raise NotAllowed(_("This note was corrected already; correct the newer one."))
