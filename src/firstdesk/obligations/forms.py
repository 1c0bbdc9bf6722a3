"""Forms for duties, market days and sensitive periods: field shapes and labels only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.obligations.models import Confirmation


def _area(label: Any, *, rows: int = 3, most: int = 1000, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, widget=forms.Textarea(attrs={"rows": rows}))


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


class ProofForm(Form):
    kind = forms.CharField(label=_("Kind of proof"), max_length=60)
    words = forms.CharField(label=_("Words about the proof"), max_length=500, required=False)
    happened_on = _day(_("Done on"))


class ExplainForm(Form):
    words = _area(_("Why it was missed"), most=2000)


class RemarkForm(Form):
    words = _area(_("Remark"), rows=2, most=500)


class WaiveForm(Form):
    reason = _area(_("Why it need not be done this time"))


class AdoptForm(Form):
    old = forms.CharField(label=_("Version"), max_length=64)
    reason = forms.CharField(label=_("Reason"), max_length=1000)


class SensitiveForm(Form):
    title = forms.CharField(label=_("What it is called"), max_length=120)
    first = _day(_("From"))
    last = _day(_("To"))
    reason = _area(_("Reason"))


class EndForm(Form):
    reason = forms.CharField(label=_("Why it ends earlier"), max_length=500)


class MarketForm(Form):
    month_days = forms.CharField(
        label=_("Days of the month"), max_length=120, required=False, help_text=_("for instance 5, 10, 15, 20, 25, 30")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(1, _("Mon")), (2, _("Tue")), (3, _("Wed")), (4, _("Thu")), (5, _("Fri")), (6, _("Sat")), (7, _("Sun"))],
    )  # fmt: skip
    dates = forms.CharField(
        label=_("Single days"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("of a market by the lunar calendar: one date a line, like 2026-02-03"),
    )  # fmt: skip

    def clean_month_days(self) -> list[int]:
        """Days of the month, with any separator."""
        return self._numbers(self.cleaned_data["month_days"])

    def clean_dates(self) -> list[Any]:
        """Dates separated by whitespace."""
        reads = forms.DateField()
        return [reads.clean(word) for word in self.cleaned_data["dates"].replace(",", " ").replace("，", " ").split()]

    def _numbers(self, text: str) -> list[int]:
        words = text.replace(",", " ").replace("，", " ").replace("、", " ").split()
        if not all(word.isdecimal() and len(word) <= 2 for word in words):
            raise forms.ValidationError(_("Days of the month go from 1 to 31."))
        return [int(word) for word in words]


class LookForm(Form):
    on = _day(_("Looked on"))
    clause = forms.CharField(max_length=20)
    as_found = forms.ChoiceField(label=_("What one saw"), choices=Confirmation.Found.choices)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
