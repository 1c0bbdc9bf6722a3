"""Shape and wording of what the panel of a complaint sends."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.complaints.models import Record
from firstdesk.directory.models import User


class NameForm(Form):
    """Whom it is about, of the people of the centre and the units under it."""

    people = forms.ModelMultipleChoiceField(User.objects.none(), label=_("Whom it is about"), required=False)

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]


class OpenForm(NameForm):
    """What kind of complaint, about which matter, about whom."""

    kind = forms.ChoiceField(label=_("Kind of complaint"))
    about = forms.CharField(required=False, max_length=40, label=_("About which matter"))
    phrase = forms.CharField(required=False, max_length=200, label=_("The words that were said"))

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class RecordForm(Form):
    """What was done."""

    kind = forms.ChoiceField(choices=Record.Kind.choices, label=_("What you did"))
    text = forms.CharField(max_length=5000, label=_("In words"))


class ReasonForm(Form):
    """Why nothing is paid."""

    reason = forms.CharField(max_length=2000, label=_("Why nothing is paid"))


class VoucherForm(Form):
    """The receipt the person signed."""

    voucher = forms.CharField(max_length=80, label=_("Number of the receipt"))
