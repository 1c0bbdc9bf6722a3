"""What a resident fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.followup.selectors import LEVELS
from firstdesk.followup.services import Opinion
from firstdesk.mediation.models import Exhibit


class PersonForm(Form):
    """Which centre, and who writes: name and phone are the person's choice."""

    centre = forms.ChoiceField(label=_("Which centre"))
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
            self.initial["centre"] = centres[0][0]


class AskForm(PersonForm):
    """Only what is needed to help."""

    field_order = ("centre", "narrative", "place", "occurred_at", "name", "phone")
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


class FindForm(Form):
    """The number, and the secret that came with it."""

    number = forms.CharField(label=_("Number"), max_length=40)
    token = forms.CharField(label=_("Key"), max_length=60, help_text=_("The long word you were given with the number."))


class ComplainForm(PersonForm):
    """What kind of complaint, in the person's own words."""

    field_order = ("once", "centre", "kind", "narrative", "phrase", "name", "phone")
    once = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput())
    kind = forms.ChoiceField(label=_("Kind of complaint"))
    narrative = forms.CharField(
        label=_("What happened?"),
        help_text=_("In your own words. You need not name anybody."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    phrase = forms.CharField(
        label=_("Words that were said to you, if it is about that"), required=False, max_length=200
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose")), *kinds]  # type: ignore[attr-defined]


class RateForm(Form):
    """Five levels, in words; and what is not settled. Either is enough."""

    level = forms.TypedChoiceField(
        choices=[(str(level), name) for level, name in LEVELS], coerce=int, empty_value=None, required=False
    )
    words = forms.CharField(max_length=2000, required=False)
    contest = forms.CharField(required=False)  # the button that says: not settled

    def opinion(self) -> Opinion:
        """What was said; the button «not settled» speaks for itself, whatever level was chosen."""
        level = None if self.cleaned_data["contest"] else self.cleaned_data["level"]
        return Opinion(level=level, words=self.cleaned_data["words"])


class VerifyForm(Form):
    """A copy to be checked: the file, or the code printed on it."""

    code = forms.CharField(label=_("Code on the paper"), required=False, max_length=40)
    copy = forms.FileField(
        label=_("The PDF you were given"), required=False, widget=forms.FileInput(attrs={"accept": ".pdf"})
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("code") and not given.get("copy"):
            raise forms.ValidationError(_("Choose the PDF, or type the code printed on the paper."))
        return given


class ChallengeForm(Form):
    """Why a party wants another mediator."""

    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ExhibitForm(Form):
    """What a piece of evidence is."""

    kind = forms.ChoiceField(choices=Exhibit.Kind.choices, label=_("What it is"))
    title = forms.CharField(label=_("Name of it"), max_length=120)
    proves = forms.CharField(label=_("What it shows"), max_length=500, required=False)


class OpinionForm(Form):
    """An opinion: its text, and perhaps how to reach whoever wrote it."""

    centre = forms.ChoiceField(label=_("Which centre"))
    text = forms.CharField(label=_("Your opinion"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))
    contact = forms.CharField(
        label=_("Phone"),
        help_text=_("Not needed. Kept until the opinion is settled, then erased."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, centres: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].choices = centres  # type: ignore[attr-defined]
