"""What a resident fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form


class AskForm(Form):
    """Only what is needed to help. Name and phone are the person's choice."""

    centre = forms.ChoiceField(label=_("Which centre"))
    narrative = forms.CharField(
        label=_("What is it about?"),
        help_text=_("In your own words. You need not name anybody."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    place = forms.CharField(label=_("Where?"), help_text=_("A street, a building, a village."), max_length=300)
    occurred_at = forms.DateTimeField(
        label=_("Since when?"),
        help_text=_("About is enough. Empty: today."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    name = forms.CharField(
        label=_("Your name"), help_text=_("Not needed. A made-up name is fine."), required=False, max_length=80
    )
    phone = forms.CharField(
        label=_("Phone"),
        help_text=_("Not needed. Without it we cannot call you; you can still follow everything by the number."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, centres: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].choices = centres  # type: ignore[attr-defined]
        if len(centres) == 1:
            self.fields["centre"].widget = forms.HiddenInput()
            self.fields["centre"].initial = centres[0][0]


class FindForm(Form):
    """The number, and the secret that came with it."""

    number = forms.CharField(label=_("Number"), max_length=40)
    token = forms.CharField(label=_("Key"), max_length=60, help_text=_("The long word you were given with the number."))
