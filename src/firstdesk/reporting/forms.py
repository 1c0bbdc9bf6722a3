"""Forms of the report pages: field shapes and labels only."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.common.language import words
from firstdesk.directory.models import Unit
from firstdesk.reporting.kinds import ReportKind
from firstdesk.reporting.selectors.showing import Written

LONG = 20000


class NewForm(Form):
    """Which report, of which days."""

    unit = forms.ChoiceField(label=_("Unit that reports"))
    kind = forms.ChoiceField(label=_("Kind of report"))
    day = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label=_("A day in it"),
        help_text=_("Empty: the newest days that are over. Of a situation report: the day it happened."),
    )  # fmt: skip
    cut_off = forms.DateTimeField(
        required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), label=_("Cut-off"),
        help_text=_("Empty: the end of those days. What happened later is not counted."),
    )  # fmt: skip
    title = forms.CharField(
        required=False, max_length=80, label=_("What happened"), help_text=_("Of a situation report; nobody is named.")
    )
    about = forms.CharField(required=False, max_length=44, label=_("Number of the matter"))

    def __init__(self, *args: object, units: Sequence[Unit], kinds: Sequence[ReportKind], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(unit.code, unit.name) for unit in units]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind.code, words(kind.title)) for kind in kinds]  # type: ignore[attr-defined]


class WordsForm(Form):
    """What its writer says, section by section."""

    def __init__(self, *args: object, written: Sequence[Written], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for each in written:
            self.fields[each.section.code] = forms.CharField(
                required=False, max_length=LONG, label=words(each.section.title), help_text=words(each.section.hint),
                initial=each.text, widget=forms.Textarea(attrs={"rows": 5, "class": "form-control"}),
            )  # fmt: skip


class RemarkForm(Form):
    """Why a report is returned."""

    remark = forms.CharField(
        max_length=300, widget=forms.Textarea(attrs={"rows": 2}), label=_("What is to be put right")
    )


class WhyForm(Form):
    """Why a report is corrected."""

    why = forms.CharField(
        max_length=300, widget=forms.Textarea(attrs={"rows": 2}), label=_("What is put right, and why")
    )
