"""Shape and wording of what is asked at the door."""

from firstdesk.intake.forms.contact import ContactForm, draft_of, initial_of
from firstdesk.intake.forms.related import NOT_TOLD, ApartForm, JoinForm, OtherForm, SplitForm, TellForm
from firstdesk.intake.forms.small import DropForm, ImportForm, LateForm, ReceiptForm, RevealForm, bounded

__all__ = [
    "NOT_TOLD", "ApartForm", "ContactForm", "DropForm", "ImportForm", "JoinForm", "LateForm", "OtherForm", "ReceiptForm",
    "RevealForm", "SplitForm", "TellForm", "bounded", "draft_of", "initial_of",
]  # fmt: skip
