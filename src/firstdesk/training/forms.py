"""Forms of the training pages: field shapes and labels only."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdesk.common.forms import Form
from firstdesk.directory.models import User
from firstdesk.training.models import Kind, PlanLine, Question, Quiz

Choices = Sequence[tuple[str, str]]
DAY = forms.DateInput(attrs={"type": "date"})
MOMENT = "%Y-%m-%dT%H:%M"
OPTIONS = 6
COUNTED = {Kind.PUBLICITY, Kind.GUIDANCE}


def _boxes(label: Any, *, required: bool = True) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, widget=forms.CheckboxSelectMultiple, required=required)


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(label=label, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT))


class PlanForm(Form):
    """A year's plan."""

    year = forms.IntegerField(min_value=2004, max_value=2100, label=pgettext_lazy("training", "Year"))
    goals = forms.CharField(
        max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), label=_("What is to be reached this year")
    )


class LineForm(Form):
    """A planned course."""

    title = forms.CharField(max_length=80, label=pgettext_lazy("training", "Title"))
    kind = forms.ChoiceField(choices=Kind.choices, label=pgettext_lazy("training", "Kind"))
    month = forms.TypedChoiceField(
        coerce=int, choices=[(n, str(n)) for n in range(1, 13)], label=pgettext_lazy("training", "Month")
    )
    hours = forms.IntegerField(min_value=1, max_value=400, initial=2, label=_("Hours"))
    subjects = _boxes(_("Subjects"))
    posts = _boxes(_("For which posts"), required=False)

    def __init__(self, *args: Any, subjects: Choices, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subjects"].choices = subjects  # type: ignore[attr-defined]
        self.fields["posts"].choices = posts  # type: ignore[attr-defined]


class RemarkForm(Form):
    """What the director wants changed."""

    remark = forms.CharField(max_length=300, label=_("What is to be changed"))


class CourseForm(Form):
    """A course."""

    line = forms.ModelChoiceField(queryset=PlanLine.objects.none(), required=False, label=_("Of the plan"))
    title = forms.CharField(max_length=80, label=pgettext_lazy("training", "Title"))
    kind = forms.ChoiceField(choices=Kind.choices, label=pgettext_lazy("training", "Kind"))
    starts_at = _moment(pgettext_lazy("training", "From"))
    ends_at = _moment(pgettext_lazy("training", "To"))
    place = forms.CharField(max_length=120, label=pgettext_lazy("training", "Place"))
    teacher = forms.CharField(max_length=80, label=_("Teacher or organiser"))
    is_expert = forms.BooleanField(required=False, label=_("An expert from outside teaches"))
    subjects = _boxes(_("Subjects"))
    posts = _boxes(_("For which posts"), required=False)
    bodies = _boxes(_("Which prevention bodies"), required=False)
    quiz = forms.ModelChoiceField(queryset=Quiz.objects.none(), required=False, label=_("Test at the end"))
    tries = forms.IntegerField(min_value=1, max_value=10, initial=3, label=_("How often the test may be tried"))
    valid_months = forms.IntegerField(
        min_value=0, max_value=120, initial=12, label=_("Certificates count for so many months"),
        help_text=_("0: for good."),
    )  # fmt: skip

    def __init__(self, *args: Any, lists: Mapping[str, Choices], quizzes: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in lists.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["quiz"].queryset = quizzes  # type: ignore[attr-defined]
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]


class SessionForm(Form):
    """A session for residents, or guidance of a prevention body, entered after it took place."""

    title = forms.CharField(max_length=80, label=pgettext_lazy("training", "Title"))
    kind = forms.ChoiceField(
        choices=[(each.value, each.label) for each in (Kind.PUBLICITY, Kind.GUIDANCE)],
        label=pgettext_lazy("training", "Kind"),
    )
    starts_at = _moment(_("Took place at"))
    hours = forms.FloatField(min_value=0.5, max_value=24, initial=1, label=_("Hours"))
    place = forms.CharField(max_length=120, label=pgettext_lazy("training", "Place"))
    teacher = forms.CharField(max_length=80, label=_("Who spoke"))
    subjects = _boxes(_("Subjects"))
    bodies = _boxes(_("Which prevention bodies"), required=False)
    heard = forms.IntegerField(
        min_value=1, max_value=99999, label=_("How many people came"), help_text=_("A number; no names are taken.")
    )
    account = forms.CharField(
        required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}), label=pgettext_lazy("training", "What was done"),
        help_text=_("No names of residents."),
    )  # fmt: skip

    def __init__(self, *args: Any, subjects: Choices, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subjects"].choices = subjects  # type: ignore[attr-defined]
        self.fields["bodies"].choices = bodies  # type: ignore[attr-defined]

    @property
    def ends_at(self) -> Any:
        """The end, from start and hours."""
        return self.cleaned_data["starts_at"] + timedelta(hours=self.cleaned_data["hours"])


class PersonForm(Form):
    """One of the staff."""

    person = forms.ModelChoiceField(queryset=User.objects.none(), label=pgettext_lazy("training", "Person"))

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = User.objects.filter(pk__in=[each.pk for each in people]).order_by("username")
        self.fields["person"].queryset = found  # type: ignore[attr-defined]


class HeldForm(Form):
    """What came of a course."""

    heard = forms.IntegerField(required=False, min_value=1, max_value=99999, label=_("How many people came"))
    account = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=pgettext_lazy("training", "What was done"),
    )

    def __init__(self, *args: Any, is_counted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_counted:
            del self.fields["heard"]


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(max_length=200, label=_("Reason"))


class QuizForm(Form):
    """A test."""

    title = forms.CharField(max_length=80, label=pgettext_lazy("training", "Title"))
    pass_mark = forms.IntegerField(min_value=1, max_value=100, initial=80, label=_("Pass mark, in per cent"))


class QuestionForm(Form):
    """A question; the boxes beside the options say which are right."""

    text = forms.CharField(max_length=300, label=_("Question"))
    is_multiple = forms.BooleanField(required=False, label=_("Several may be chosen"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problem = ""
        sent = self.data if self.is_bound else {}
        self.options = [
            (number, sent.get(f"option_{number}", ""), bool(sent.get(f"right_{number}"))) for number in range(OPTIONS)
        ]


class RecogniseForm(Form):
    """What was learnt elsewhere."""

    person = forms.ModelChoiceField(queryset=User.objects.none(), label=pgettext_lazy("training", "Person"))
    title = forms.CharField(max_length=80, label=pgettext_lazy("training", "Title"))
    basis = forms.CharField(
        max_length=200, label=_("The paper it rests on"), help_text=_("Who gave it, and its number.")
    )
    subjects = _boxes(_("Subjects"))
    is_induction = forms.BooleanField(required=False, label=_("Counts as the induction before the first duty"))
    valid_from = forms.DateField(widget=DAY, label=_("Counts from"))
    valid_until = forms.DateField(required=False, widget=DAY, label=_("Counts until"))

    def __init__(self, *args: Any, people: Sequence[User], subjects: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = User.objects.filter(pk__in=[each.pk for each in people]).order_by("username")
        self.fields["person"].queryset = found  # type: ignore[attr-defined]
        self.fields["subjects"].choices = subjects  # type: ignore[attr-defined]


def chosen(sent: Any, questions: Sequence[Question]) -> dict[int, list[int]]:
    """The options chosen in a submitted test, by question id."""
    return {
        each.pk: [int(value) for value in sent.getlist(f"q{each.pk}") if value.isdecimal() and len(value) < 3]
        for each in questions
    }
