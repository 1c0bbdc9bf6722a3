"""Forms of the wall pages: field shapes and labels only."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.wall.states import Form as Way

DAY = forms.DateInput(attrs={"type": "date"})


class PostingForm(Form):
    """Something made known."""

    what = forms.ChoiceField(label=_("What is made known"))
    form = forms.ChoiceField(choices=Way.choices, label=_("How it is made known"))
    place = forms.CharField(
        required=False,
        max_length=80,
        label=_("Where"),
        help_text=_("The wall at the entrance, the counter, the stand."),
    )
    text = forms.CharField(
        required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 5}), label=_("What it says"),
        help_text=_("Online everybody reads it. Name nobody but officers who agreed."),
    )  # fmt: skip
    file = forms.FileField(required=False, label=_("The document itself"))
    photo = forms.FileField(required=False, label=_("Photo of the place"))
    since = forms.DateField(widget=DAY, label=_("Up since"))
    until = forms.DateField(required=False, widget=DAY, label=_("Holds until"))

    def __init__(self, *args: object, things: Sequence[tuple[str, list[tuple[str, str]]]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = things  # type: ignore[attr-defined]


class LookForm(Form):
    """Somebody looked at it again."""

    as_posted = forms.TypedChoiceField(
        choices=(("yes", _("It is there and right")), ("no", _("It is not as it should be"))),
        coerce=lambda value: value == "yes", label=_("What was found"),
    )  # fmt: skip
    note = forms.CharField(required=False, max_length=200, label=_("Note"))
    photo = forms.FileField(required=False, label=_("Photo of the place"))


class TakeDownForm(Form):
    """Made known no longer."""

    reason = forms.CharField(max_length=200, label=_("Why"))


class BoardForm(Form):
    """What an organisation is."""

    unit = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    actor = forms.CharField(max_length=80)
    leaves = forms.BooleanField(required=False)
