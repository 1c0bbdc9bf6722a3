"""The filters of the list of matters."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.directory.models import User
from firstdesk.matters.models import Channel, Nature, Urgency
from firstdesk.matters.states import State
from firstdesk.workbench.selectors.matters import Wish

ANY = ("", _("any"))
Choices = list[tuple[Any, Any]]


class WishForm(Form):
    """Every field may stay empty."""

    text = forms.CharField(
        label=_("Number or words"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": _("story, place, answer")}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ANY,
            ("open", _("all open")),
            ("late", _("late")),
            ("soon", _("about to be late")),
            ("ended", _("all ended")),
            *State.choices,
        ],
    )
    mine = forms.BooleanField(label=_("Given to me"), required=False)
    nature = forms.ChoiceField(label=_("Nature"), required=False, choices=[ANY, *Nature.choices])
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), required=False, choices=[ANY, *Urgency.choices])
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=[ANY, *Channel.choices])
    unit = forms.TypedChoiceField(label=_("Responsible unit"), required=False, coerce=int, empty_value=None)
    again = forms.ChoiceField(
        label=_("Came back"),
        required=False,
        choices=[ANY, ("reopened", _("reopened")), ("returned", _("sent back by a unit"))],
    )
    promise = forms.ChoiceField(label=_("Promise"), required=False)
    owes = forms.TypedChoiceField(label=_("Unit that owes it"), required=False, coerce=int, empty_value=None)
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in choices.items():
            self.fields[name].choices = [ANY, *values]  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        """What is looked for; a value that is no choice counts as not given."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return Wish(**given)


class SaveFilterForm(Form):
    """The name of a filter, and for whom it is kept."""

    name = forms.CharField(label=_("Name of the filter"), max_length=60)
    is_shared = forms.BooleanField(label=_("For everybody of my unit"), required=False)


class PersonForm(Form):
    """Whom one looks for, and what for."""

    number = forms.CharField(
        label=_("Phone or identity card, the whole number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )
    purpose = forms.CharField(
        label=_("What it is needed for"), max_length=200, help_text=_("It is noted with your name; the number is not.")
    )


class BulkForm(Form):
    """What is done with the chosen matters; which fields count depends on the verb."""

    to = forms.ModelChoiceField(
        label=_("Give to"), empty_label=_("Please choose"), queryset=User.objects.none(), required=False
    )
    of = forms.CharField(label=_("Number of the matter they repeat"), max_length=40, required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, verb: str, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.filter(pk__in=[p.pk for p in people])  # type: ignore[attr-defined]
        unused = {"assign": ["of"], "urge": ["to", "of"], "duplicate": ["to"]}.get(verb, ["to", "of"])
        for name in unused:
            del self.fields[name]


class StepForm(Form):
    """A step on a matter. `seen` is when the page it is sent from was last true."""

    seen = forms.CharField(widget=forms.HiddenInput(), required=False)


class ReasonForm(StepForm):
    """A step that needs its reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AssignForm(ReasonForm):
    """To whom of the unit."""

    to = forms.ModelChoiceField(label=_("Give to"), empty_label=_("Please choose"), queryset=User.objects.none())
    field_order = ("to", "reason", "seen")

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.filter(pk__in=[p.pk for p in people])  # type: ignore[attr-defined]


class EndForm(ReasonForm):
    """The ends beside the normal one."""

    kind = forms.ChoiceField(
        label=_("How it ends"),
        widget=forms.RadioSelect,
        choices=[
            ("duplicate", _("It repeats another matter")),
            ("withdrawn", _("The person no longer wants anything")),
            ("invalid", _("Nothing was asked: wrong number, test, empty")),
        ],
    )
    of = forms.CharField(
        label=_("Number of the other matter"), required=False, max_length=40, help_text=_("Only when it repeats one.")
    )
    field_order = ("kind", "of", "reason", "seen")

    def __init__(self, *args: Any, directly: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not directly:  # a unit works on it: that nothing was asked is applied for
            kind: Any = self.fields["kind"]
            kind.choices = [choice for choice in kind.choices if choice[0] != "invalid"]
