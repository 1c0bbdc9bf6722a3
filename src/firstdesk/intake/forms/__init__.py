"""Shape and wording of what is asked at the door."""

from firstdesk.intake.forms.contact import ContactForm, draft_of, initial_of
from firstdesk.intake.forms.related import ApartForm, JoinForm, OtherForm, SplitForm, TellForm
from firstdesk.intake.forms.small import DropForm, ImportForm, RevealForm

__all__ = [
    "ApartForm", "ContactForm", "DropForm", "ImportForm", "JoinForm", "OtherForm", "RevealForm", "SplitForm", "TellForm",
    "draft_of", "initial_of",
]  # fmt: skip
