"""Shape and wording of what the pages of an agreement send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.mediation.models import Signature
from firstdesk.mediation.services.outcome import Text

LONG = 8000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": LONG})


class TextForm(Form):
    """The words of an agreement beside its terms. The verb says what is missing, so that nothing typed is lost."""

    facts = forms.CharField(required=False, max_length=LONG, widget=_area(4), label=_("Main facts of the dispute"))
    issues = forms.CharField(required=False, max_length=LONG, widget=_area(3), label=_("Issues in dispute"))
    responsibility = forms.CharField(
        required=False, max_length=LONG, widget=_area(3), label=_("Responsibility of each side, as agreed")
    )
    breach = forms.CharField(
        required=False, max_length=LONG, widget=_area(2), label=_("What follows if a promise is broken")
    )
    is_partial = forms.BooleanField(required=False, label=_("Only part of the dispute is agreed"))
    open_issues = forms.CharField(
        required=False, max_length=LONG, widget=_area(2), label=_("What stays open"),
        help_text=_("Another session may take up what stays open."),
    )  # fmt: skip

    def text(self) -> Text:
        """What was typed, for the verb."""
        return Text(**self.cleaned_data)


class FixForm(Form):
    """Before the text is fixed."""

    is_lawful = forms.BooleanField(
        required=False, label=_("It breaks no law, and harms no right of others or the public (looked through)")
    )


class WhyForm(Form):
    """Why it is opened again."""

    why = forms.CharField(max_length=200, label=_("Why it is opened again"))


class SignForm(Form):
    """One signature: by the pen on the screen, or as a scan of the signed sheets."""

    signer = forms.CharField(max_length=30, widget=forms.HiddenInput)
    way = forms.ChoiceField(
        choices=[choice for choice in Signature.Way.choices if choice[0] != Signature.Way.SEAL], label=_("Way of signing")
    )  # fmt: skip
    agent = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Signs for the party"))
    strokes = forms.CharField(required=False, max_length=400_000, widget=forms.HiddenInput)
    scan = forms.FileField(required=False, label=_("Scan of the signed sheets"))

    def __init__(self, *args: Any, agents: list[tuple[int, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agent"].choices = [("", _("The party signs")), *(agents or [])]  # type: ignore[attr-defined]


class SealForm(Form):
    """Before the committee seals."""

    is_effect_told = forms.BooleanField(
        required=False,
        label=_("Both sides were told what the agreement means, and that a court can confirm it within 30 days"),
    )


class ReceiptForm(Form):
    """How a copy reached its party."""

    receipt = forms.CharField(max_length=120, label=_("How it was confirmed: signed for, registered letter …"))


class OralForm(TextForm):
    """An oral agreement, as it was said back to everybody."""

    confirmed_by = forms.TypedMultipleChoiceField(
        required=False, coerce=int, widget=forms.CheckboxSelectMultiple, label=_("Confirmed, as it was said back")
    )
    chosen_by = forms.TypedMultipleChoiceField(
        required=False, coerce=int, widget=forms.CheckboxSelectMultiple, label=_("Chose an agreement by word")
    )
    is_lawful = forms.BooleanField(
        required=False, label=_("It breaks no law, and harms no right of others or the public (looked through)")
    )

    def __init__(self, *args: Any, parties: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("confirmed_by", "chosen_by"):
            self.fields[name].choices = parties  # type: ignore[attr-defined]

    def text(self) -> Text:
        """What was typed, for the verb."""
        names = Text.__dataclass_fields__
        return Text(**{name: value for name, value in self.cleaned_data.items() if name in names})
