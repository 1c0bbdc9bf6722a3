"""Forms of the assessment pages: field shapes and labels only."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdesk.assessment.models import Award, Round, Sheet
from firstdesk.common.forms import Form
from firstdesk.directory.models import Post, Unit, User

Choices = Sequence[tuple[str, str]]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _words(rows: int = 4, most: int = 2000) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most})


class RoundForm(Form):
    """A new assessment."""

    title = forms.CharField(max_length=80, label=pgettext_lazy("assessment", "Title"))
    kind = forms.ChoiceField(choices=Round.Kind.choices, label=_("Which assessment"))
    first = forms.DateField(widget=DAY, label=_("First day"))
    last = forms.DateField(widget=DAY, label=_("Last day"))
    method = forms.CharField(
        max_length=2000, widget=_words(), label=_("Method"),
        help_text=_("How is assessed, in words, or the number of the written method."),
    )  # fmt: skip
    indicators = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, label=_("Indicators"),
        help_text=_("Counted once, now, and kept. Petitions, arrests, penalties and refusals are never counted."),
    )  # fmt: skip
    dimensions = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, label=_("What the assessor writes about")
    )
    units = forms.ModelMultipleChoiceField(
        queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label=_("Units")
    )
    posts = forms.ModelMultipleChoiceField(
        queryset=Post.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label=_("Posts"),
        help_text=_("A sheet for everybody who holds the post; figures are those of the post."),
    )  # fmt: skip
    appeal_days = forms.IntegerField(min_value=3, max_value=30, initial=5, label=_("Working days to appeal"))

    def __init__(self, *args: Any, lists: Mapping[str, Choices], units: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in lists.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        field: Any = self.fields["posts"]
        field.queryset, field.label_from_instance = posts, lambda post: post.name


class WordsForm(Form):
    """A remark or an appeal."""

    words = forms.CharField(max_length=2000, widget=_words(), label=_("In your words"))


class JudgeForm(Form):
    """The assessor's words, one field for each dimension."""

    grade = forms.ChoiceField(choices=[("", "—"), *Sheet.Grade.choices], label=_("In all"))

    def __init__(self, *args: Any, dimensions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [code for code, _label in dimensions]
        for code, label in dimensions:
            field = forms.CharField(max_length=2000, widget=_words(3), label=label)
            field.widget.attrs["class"] = "form-control"
            self.fields[f"words_{code}"] = field
        self.order_fields([f"words_{code}" for code in self.codes])

    @property
    def words(self) -> dict[str, str]:
        """By dimension."""
        return {code: self.cleaned_data[f"words_{code}"] for code in self.codes}


class AppealForm(Form):
    """The decision of an appeal."""

    is_upheld = forms.TypedChoiceField(
        coerce=lambda value: value == "yes", choices=[("no", _("The assessment stays")), ("yes", _("The appeal is upheld"))],
        label=pgettext_lazy("assessment", "Decision"), widget=forms.RadioSelect,
    )  # fmt: skip
    grade = forms.ChoiceField(
        required=False, choices=[("", _("unchanged")), *Sheet.Grade.choices], label=_("In all, from now on")
    )
    decision = forms.CharField(max_length=2000, widget=_words(), label=_("Reasons"))


class _About(Form):
    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), label=pgettext_lazy("assessment", "Unit"))
    person = forms.ModelChoiceField(
        queryset=User.objects.none(), required=False, label=pgettext_lazy("assessment", "Person"),
        help_text=_("Leave it empty where the unit as a whole is meant."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: QuerySet[Unit], people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class AwardForm(_About):
    """An award that is proposed."""

    kind = forms.ChoiceField(choices=Award.Kind.choices, label=_("Which award"))
    sheet = forms.ModelChoiceField(queryset=Sheet.objects.none(), required=False, label=_("Rests on the assessment"))
    grounds = forms.CharField(max_length=1000, widget=_words(most=1000), label=_("What was done well"))

    def __init__(self, *args: Any, sheets: QuerySet[Sheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sheet"]
        field.queryset = sheets
        field.label_from_instance = lambda each: f"{each.round.title} · {each.person or each.unit}"


class ChargeForm(_About):
    """A finding of accountability that is proposed."""

    ground = forms.ChoiceField(label=_("Ground"))
    facts = forms.CharField(
        max_length=4000, widget=_words(6, 4000), label=_("Facts"),
        help_text=_("What happened, when, where it is on record. That somebody petitioned is no ground."),
    )  # fmt: skip

    def __init__(self, *args: Any, grounds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [("", "—"), *grounds]  # type: ignore[attr-defined]


class StatementForm(Form):
    """What the one concerned says."""

    statement = forms.CharField(max_length=4000, widget=_words(6, 4000), label=_("Statement"))


class RulingForm(Form):
    """The decision of a finding."""

    is_held = forms.TypedChoiceField(
        coerce=lambda value: value == "yes", choices=[("no", _("Not held accountable")), ("yes", _("Held accountable"))],
        label=pgettext_lazy("assessment", "Decision"), widget=forms.RadioSelect,
    )  # fmt: skip
    measure = forms.ChoiceField(required=False, label=_("Measure"))
    decision = forms.CharField(max_length=2000, widget=_words(), label=_("Reasons"))
    appeal_days = forms.IntegerField(min_value=3, max_value=30, initial=5, label=_("Working days to appeal"))

    def __init__(self, *args: Any, measures: Choices, is_last: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_last:  # the decision of an appeal: no further one follows
            del self.fields["appeal_days"]
        self.fields["measure"].choices = [("", "—"), *measures]  # type: ignore[attr-defined]


class DecideForm(Form):
    """Whether an award is given."""

    is_given = forms.TypedChoiceField(
        coerce=lambda value: value == "yes", choices=[("yes", _("Give it")), ("no", _("Do not give it"))],
        label=pgettext_lazy("assessment", "Decision"), widget=forms.RadioSelect,
    )  # fmt: skip
    decision = forms.CharField(required=False, max_length=300, label=_("Reasons"))
