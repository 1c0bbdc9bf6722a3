"""Forms of the checks pages: field shapes and labels only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from firstdesk.checks.models import Draw, Inspection, Mark, Seeking, Visit
from firstdesk.checks.selectors.sheets import Line, Sheet
from firstdesk.common.forms import Form
from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import Unit, User
from firstdesk.files.kinds import ACCEPT

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Label = str | _StrPromise

Choices = Sequence[tuple[str, str]]


def _day(label: "Label", *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


def _words(
    label: "Label", most: int = 1000, *, required: bool = True, rows: int = 3, hint: "Label" = ""
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": most})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget, help_text=hint)


def _person(label: "Label") -> "forms.ModelChoiceField[User]":
    return forms.ModelChoiceField(queryset=User.objects.none(), label=label)


def _people(people: Sequence[User]) -> object:
    return User.objects.filter(pk__in=[each.pk for each in people]).order_by("username")


class DrawForm(Form):
    """What closed work is drawn from."""

    units = forms.ModelMultipleChoiceField(
        queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple, label=_("Whose closed work")
    )
    first = _day(_("Closed from"))
    last = _day(_("Closed until"))
    natures = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Kinds (none ticked: all)")
    )
    amount = forms.IntegerField(min_value=1, max_value=10000, label=_("How much is drawn"))
    measure = forms.ChoiceField(choices=Draw.Measure.choices, label=_("Counted as"))
    checkers = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple, label=_("Who checks it again")
    )
    due_on = _day(_("Checked again by"))

    def __init__(
        self, *args: object, units: object, people: Sequence[User], natures: Choices, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        self.fields["checkers"].queryset = _people(people)  # type: ignore[attr-defined]
        self.fields["natures"].choices = natures  # type: ignore[attr-defined]


class LotsForm(Form):
    """The number drawn in public."""

    public_number = forms.CharField(
        max_length=40,
        label=_("Number drawn"),
        help_text=_("Dice, balls or the lottery of a day named before: at least three digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    drawn_how = forms.CharField(
        max_length=200, label=_("How it was drawn"), help_text=_("Before whom, and where anybody can look it up.")
    )


class ReasonForm(Form):
    """Why."""

    reason = _words(_("Reason"), 200, rows=2)


class InspectionForm(Form):
    """A new inspection."""

    subject = forms.ChoiceField(label=_("What is inspected"))
    mode = forms.ChoiceField(choices=Inspection.Mode.choices, label=_("Announced or not"))
    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(), required=False, label=_("Unit"), empty_label="—",
        help_text=_("Not needed for the own work, or for a place or body outside."),
    )  # fmt: skip
    place = forms.CharField(
        required=False, max_length=120, label=_("Place or body"),
        help_text=_("A place of business, a patrol team: what is no unit of ours."),
    )  # fmt: skip
    planned_on = _day(_("Day"))
    inspector = _person(_("Who inspects and signs"))
    beside = forms.CharField(
        required=False, max_length=120, label=_("Who goes along"), help_text=_("Units and posts, not names.")
    )

    def __init__(
        self, *args: object, subjects: Choices, units: object, people: Sequence[User], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = subjects  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["inspector"].queryset = _people(people)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Row:
    """One item with its three controls."""

    line: Line
    result: BoundField
    words: BoundField
    photo: BoundField


class SheetForm(Form):
    """Checklists, item by item; only what was answered is sent on."""

    def __init__(self, *args: object, sheets: Sequence[Sheet], **kwargs: object) -> None:
        self.sheets = sheets
        super().__init__(*args, **kwargs)
        for line in self._lines():
            mark = line.mark
            self.fields[line.name] = forms.ChoiceField(
                choices=Mark.Result.choices, required=False, widget=forms.RadioSelect, label=line.text,
                initial=mark.result if mark else None,
            )  # fmt: skip
            self.fields[f"{line.name}.words"] = forms.CharField(
                required=False, max_length=300, label=_("In words"), initial=mark.words if mark else "",
                widget=forms.Textarea(attrs={"rows": 1, "maxlength": 300, "class": "form-control"}),
            )  # fmt: skip
            self.fields[f"{line.name}.photo"] = forms.FileField(
                required=False,
                label=_("Photo"),
                widget=forms.FileInput(attrs={"accept": ACCEPT, "class": "form-control"}),
            )

    def _lines(self) -> list[Line]:
        return [line for sheet in self.sheets for line in sheet.lines]

    def show(self, refusal: Refusal) -> None:
        """Each item says what it lacks; above them stands what was refused."""
        super().show(refusal)
        if any(detail.field in self.fields for detail in refusal.details):
            self.add_error(None, str(refusal.message))

    @property
    def parts(self) -> list[tuple[Sheet, list[Row]]]:
        """Each checklist with its rows."""
        return [(sheet, [self._row(line) for line in sheet.lines]) for sheet in self.sheets]

    def _row(self, line: Line) -> Row:
        return Row(line, self[line.name], self[f"{line.name}.words"], self[f"{line.name}.photo"])

    @property
    def answered(self) -> Mapping[str, tuple[str, str, Any]]:
        """Item → result, words, photo: of those with a result."""
        data = self.cleaned_data
        return {
            line.code: (data[line.name], data[f"{line.name}.words"], data[f"{line.name}.photo"])
            for line in self._lines()
            if data[line.name]
        }


class HandOverForm(Form):
    """To the unit that was inspected."""

    word_by = _day(_("The unit may have its word until"))


class WordForm(Form):
    """The word of the unit."""

    agrees = forms.TypedChoiceField(
        choices=[("yes", _("Agreed")), ("no", _("Seen otherwise"))], coerce=lambda value: value == "yes",
        widget=forms.RadioSelect, label=_("The unit's word"),
    )  # fmt: skip
    word = _words(_("In words"), required=False)


class SignForm(Form):
    """The end of an inspection."""

    conclusion = _words(_("Conclusion"), required=False)
    due_on = _day(_("What was wanting is put right by"), required=False)


class DoneForm(Form):
    """The end of a second look at one matter."""

    words = _words(_("Remark"), 500, required=False, rows=2)
    due_on = _day(_("What was wanting is put right by"), required=False)


class OwnerForm(Form):
    """Who puts it right."""

    owner = _person(_("Who puts it right"))

    def __init__(self, *args: object, people: Sequence[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = _people(people)  # type: ignore[attr-defined]


class RemedyForm(Form):
    """How it was put right."""

    words = _words(_("How it was put right"))
    happened_on = _day(_("Done on"))


class ReviewForm(Form):
    """A second look."""

    is_accepted = forms.TypedChoiceField(
        choices=[("yes", _("Put right: settle it")), ("no", _("Not yet: back to the unit"))],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect, label=_("What the second look found"),
    )  # fmt: skip
    words = _words(_("In words"))
    due_on = _day(_("If not yet: now by"), required=False)


class OrderForm(Form):
    """A supervision order."""

    words = _words(_("What is demanded"), 500)
    answer_by = _day(_("Answered by"))


class AnswerForm(Form):
    """The unit's answer."""

    words = _words(_("Answer"))


class VisitForm(Form):
    """Supervision from outside."""

    body = forms.ChoiceField(choices=Visit.Body.choices, label=_("Who came"))
    happened_on = _day(_("Day"))
    guests = forms.IntegerField(min_value=1, max_value=999, label=_("How many came"))
    subject = forms.CharField(max_length=120, label=_("What they looked at"))
    said = _words(_("What they said"), hint=_("Without names: who spoke for which body is enough."))


class OpinionForm(Form):
    """A slip of the box, or what somebody said."""

    emptying = forms.ChoiceField(required=False, label=_("From"))
    text = _words(_("Opinion"), 2000)

    def __init__(self, *args: object, boxes: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["emptying"].choices = [("", _("Spoken")), *boxes]  # type: ignore[attr-defined]


class BoxForm(Form):
    """The box, opened."""

    place = forms.CharField(max_length=120, label=_("Where the box hangs"))
    happened_on = _day(_("Opened on"))
    count = forms.IntegerField(
        min_value=0, max_value=999, label=_("Slips in it"), help_text=_("Zero is a result, too.")
    )
    witness = _person(_("Opened together with"))

    def __init__(self, *args: object, people: Sequence[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["witness"].queryset = _people(people)  # type: ignore[attr-defined]


class SeekForm(Form):
    """Opinions asked for."""

    way = forms.ChoiceField(choices=Seeking.Way.choices, label=_("How"))
    happened_on = _day(_("Day"))
    asked = forms.IntegerField(min_value=1, max_value=9999, label=_("How many were asked"))
    answered = forms.IntegerField(min_value=0, max_value=9999, label=_("How many answered"))
    words = _words(_("What was said, and what it changes"), hint=_("Nobody is named."))


class PublicAnswerForm(Form):
    """An answer anybody may read."""

    public_text = _words(
        _("The opinion, in our words"), 500, hint=_("Published: leave out whatever points to a person.")
    )
    answer = _words(_("Our answer"))


class TurnForm(Form):
    """A request becomes a matter."""

    place = forms.CharField(max_length=200, label=_("Place"), help_text=_("As far as the opinion says it."))


class ImproveForm(OwnerForm):
    """Somebody improves on it."""

    owner = _person(_("Who improves it"))
    due_on = _day(_("To be done by"))


class NoteForm(Form):
    """Nothing follows."""

    note = _words(_("Why nothing follows"), 300, rows=2)


class SummaryForm(Form):
    """Half a year in words."""

    words = _words(_("What it came to, and what was improved"), 2000, rows=5)
