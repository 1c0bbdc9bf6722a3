"""What readers of the regulations may ask: find clauses, try a date, compare two versions. Nothing here is saved."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from firstdesk.common.forms import Form
from firstdesk.regulations import labels
from firstdesk.regulations.models import RulebookVersion
from firstdesk.regulations.selectors.browse import Search

MOMENT = "%Y-%m-%dT%H:%M"


class FindForm(Form):
    """Clauses of one regulation."""

    capability = forms.ChoiceField(required=False, label=pgettext_lazy("clause", "Subject"))
    status = forms.ChoiceField(required=False, label=pgettext_lazy("clause", "Status"))
    text = forms.CharField(required=False, max_length=80, label=gettext_lazy("Number or words"))

    def __init__(self, *args: Any, capabilities: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        names = [(code, labels.CAPABILITY.get(code, code)) for code in capabilities]
        self.fields["capability"].choices = [every, *names]  # type: ignore[attr-defined]
        self.fields["status"].choices = [every, *labels.STATUS.items()]  # type: ignore[attr-defined]
        self.fields["text"].widget.input_type = "search"

    @property
    def search(self) -> Search:
        """What is looked for; a value that is none of the choices finds everything."""
        self.is_valid()
        found = self.cleaned_data
        return Search(found.get("capability", ""), found.get("status", ""), found.get("text", ""))


class TrialForm(Form):
    """A moment from which a time limit is to be counted."""

    start = forms.DateTimeField(label=pgettext_lazy("rules", "Starts"), widget=forms.DateTimeInput(format=MOMENT))
    pause_from = forms.DateTimeField(
        required=False, label=gettext_lazy("Stands still from"), widget=forms.DateTimeInput(format=MOMENT)
    )
    pause_until = forms.DateTimeField(
        required=False, label=pgettext_lazy("rules", "until"), widget=forms.DateTimeInput(format=MOMENT)
    )

    agreed = forms.DateField(label=gettext_lazy("Date agreed in the record"), widget=forms.DateInput(format="%Y-%m-%d"))

    def __init__(self, *args: Any, with_pause: bool, with_agreed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_pause:
            del self.fields["pause_from"], self.fields["pause_until"]
        if not with_agreed:
            del self.fields["agreed"]
        for name, field in self.fields.items():
            if name == "agreed":
                field.widget.input_type = "date"
                field.widget.attrs.update(min="2004-01-01", max="2099-12-31")
                continue
            field.widget.input_type = "datetime-local"
            field.widget.attrs.update(min="2004-01-01T00:00", max="2099-12-31T23:59")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name, value in list(found.items()):
            if value is not None and not 2004 <= value.year <= 2099:
                self.add_error(name, _("Give a moment between 2004 and 2099."))
        first, last = found.get("pause_from"), found.get("pause_until")
        if (first is None) != (last is None):
            self.add_error("pause_from", _("Give both moments of the standstill, or neither."))
        elif first and last and last <= first:
            self.add_error("pause_until", _("A standstill ends after it began."))
        return found


class CompareForm(Form):
    """Two loaded versions."""

    old = forms.ChoiceField(label=gettext_lazy("From"))
    new = forms.ChoiceField(label=gettext_lazy("To"))

    def __init__(self, *args: Any, versions: Iterable[RulebookVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.version, str(each)) for each in versions]
        for field in self.fields.values():
            field.choices = choices  # type: ignore[attr-defined]
