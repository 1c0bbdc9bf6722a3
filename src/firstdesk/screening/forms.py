"""Shape and wording of what the pages of screening send."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common import clock
from firstdesk.common.forms import Form
from firstdesk.directory.models import Unit, User
from firstdesk.matters.models import Matter
from firstdesk.screening.models import Campaign

DAY = forms.DateInput(attrs={"type": "date"})
Choices = list[tuple[str, list[tuple[str, str]]]]


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": 4000})


def _named(matter: Matter) -> str:
    return f"{clock.local(matter.registered_at):%m-%d} {matter.title} · {matter.get_state_display()} ({matter.number})"


class CampaignForm(Form):
    """A new drive."""

    mode = forms.ChoiceField(choices=Campaign.Mode.choices, label=_("Kind of drive"))
    title = forms.CharField(max_length=80, label=_("Title"))
    occasion = forms.CharField(
        required=False, max_length=80, label=_("Occasion"), help_text=_("A holiday, an event: of a concentrated drive.")
    )
    areas = forms.CharField(max_length=200, label=_("Where, and what to look at"))
    first = forms.DateField(widget=DAY, label=_("From"))
    last = forms.DateField(widget=DAY, label=_("Until"))
    due_on = forms.DateField(widget=DAY, label=_("Reported by"))
    units = forms.ModelMultipleChoiceField(
        queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple, label=_("Units that look")
    )

    def __init__(self, *args: object, units: Sequence[Unit], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        found = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("path")
        self.fields["units"].queryset = found  # type: ignore[attr-defined]


class FindingForm(Form):
    """What a unit found: picked from what it registered in the days of the drive, or typed."""

    picked = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Found, of what your unit has from these days")
    )
    numbers = forms.CharField(
        required=False, widget=_words(2), label=_("Numbers of other matters found"),
        help_text=_("One a line. What was found is registered first."),
    )  # fmt: skip
    is_zero = forms.BooleanField(required=False, label=_("Nothing was found (zero report)"))
    words = forms.CharField(
        required=False, max_length=300, label=_("Remark"), help_text=_("Of places and things, never of persons.")
    )

    def __init__(self, *args: object, matters: Sequence[Matter], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if matters:
            self.fields["picked"].choices = [(each.number, _named(each)) for each in matters]  # type: ignore[attr-defined]
        else:
            del self.fields["picked"]

    @property
    def found(self) -> list[str]:
        """The numbers of all that was found, each once."""
        typed = self.cleaned_data["numbers"].upper().split()
        return list(dict.fromkeys([*self.cleaned_data.get("picked", ()), *typed]))


class MajorForm(Form):
    """The registration form of a major dispute."""

    place = forms.CharField(max_length=200, label=_("Place"))
    found_by = forms.CharField(max_length=80, label=_("Found by"), help_text=_("The unit or post."))
    found_on = forms.DateField(widget=DAY, label=_("Found on"))
    kind = forms.ChoiceField(label=_("Kind of dispute"))
    parties = forms.CharField(
        widget=_words(), label=_("Parties"), help_text=_("One a line; only the parties of this dispute.")
    )
    people_involved = forms.IntegerField(min_value=1, max_value=99999, label=_("Number of people involved"))
    cause = forms.CharField(widget=_words(), label=_("Cause"))
    focus = forms.CharField(widget=_words(), label=_("What it turns on"))
    course = forms.CharField(required=False, widget=_words(), label=_("Course so far"))
    risk = forms.CharField(
        required=False, widget=_words(), label=_("Danger seen in the event"),
        help_text=_("About what may happen, never about a person."),
    )  # fmt: skip
    measures = forms.CharField(widget=_words(), label=_("Measures taken"))
    asked = forms.CharField(widget=_words(), label=_("What the superior is asked for"))
    note = forms.CharField(widget=_words(5), label=_("Explanation"))
    leader = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Who answers for it"))
    due_on = forms.DateField(required=False, widget=DAY, label=_("To be settled by"))

    def __init__(self, *args: object, kinds: Choices, people: Sequence[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        found = User.objects.filter(pk__in=[each.pk for each in people])
        self.fields["leader"].queryset = found  # type: ignore[attr-defined]


class WordsForm(Form):
    """A few words."""

    words = forms.CharField(widget=_words(), label=_("In words"))


class ExplanationForm(Form):
    """What came late, or is missing, and why."""

    explanation = forms.CharField(
        required=False, max_length=1000, widget=_words(), label=_("Explanation of what is late or missing")
    )
