"""What the panel of related matters sends."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.followup.models import Reply


class OtherForm(Form):
    """The number of another matter. `seen` is when the page it is sent from was last true."""

    of = forms.CharField(label=_("Number of the other matter"), max_length=40)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class ApartForm(Form):
    """Why it is another event."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class JoinForm(OtherForm):
    """Which matter it repeats, and how one knows."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, required=False)
    field_order = ("of", "reason", "seen")


class SplitForm(Form):
    """What becomes a matter of its own."""

    narrative = forms.CharField(
        label=_("What happened"), required=False, widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Leave here only what becomes a matter of its own."),
    )  # fmt: skip
    place = forms.CharField(label=_("Where"), required=False, max_length=300)
    parties = forms.MultipleChoiceField(
        label=_("Whom it concerns"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, parties: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parties"].choices = parties  # type: ignore[attr-defined]


NOT_TOLD = "not_told"


class TellForm(Form):
    """What the person of a joined report was told, and how; or why not."""

    way = forms.ChoiceField(
        label=_("How they were told"), choices=[*Reply.Way.choices, (NOT_TOLD, _("Not told; the reason stands below"))]
    )
    text = forms.CharField(
        label=_("What the person was told, or why not"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The answer given in the other matter. Leave out what concerns other persons."),
    )  # fmt: skip
