"""Shape and wording of what is asked to classify a matter."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import Unit
from firstdesk.matters.models import Grade, Matter, Nature, Remit, Urgency
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.triage.selectors.pages import receivers
from firstdesk.triage.selectors.routes import Classification, rulebook_of
from firstdesk.triage.services import Hazard

ASKED_IN = {
    "handler_told": "person_informed",
    "verified": "nature",
    "hazard_form_or_not_major": "grade",
}
BLANK = ("", _("Please choose"))


class JudgedForm(Form):
    """The five things a person judges; the table draws the route from them."""

    nature = forms.ChoiceField(label=_("Nature"), choices=[BLANK, *Nature.choices])
    topic = forms.ChoiceField(label=_("Topic"))
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, initial=Urgency.NORMAL)
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices, initial=Grade.ORDINARY)
    remit = forms.ChoiceField(label=_("Whose business"), choices=[BLANK, *Remit.choices])

    def __init__(self, *args: Any, rulebook: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = [BLANK, *regulations.topic_choices(rulebook)]  # type: ignore[attr-defined]


class DecideForm(JudgedForm):
    """A classification with everything that may go with it."""

    target = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Another unit than the table's"), required=False, empty_label=_("As the table says"),
        help_text=_("Leave empty to follow the table. Choosing another unit needs the reason."),
    )  # fmt: skip
    handover_note = forms.CharField(
        label=_("Handover note"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What the receiving unit needs to know. Empty: the reason of the table."),
    )  # fmt: skip
    person_informed = forms.BooleanField(label=_("I told the person who takes it on"), required=False)
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    director_decision = forms.CharField(
        label=_("Director's decision"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, matter: Matter, is_director: bool, again: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("initial", as_it_stands(matter))
        super().__init__(*args, rulebook=rulebook_of(matter), **kwargs)
        self.fields["target"].queryset = receivers(matter)  # type: ignore[attr-defined]
        self.fields["reason"].required = again
        if not is_director:
            del self.fields["director_decision"]

    def show(self, refusal: Refusal) -> None:
        """A rule names evidence; here it stands in fields of other names."""
        details = [replace(detail, field=ASKED_IN.get(detail.field, detail.field)) for detail in refusal.details]
        super().show(Refusal(refusal.message, details=details))

    @property
    def judged(self) -> Classification:
        """What was typed, as the services take it, with the items of checklists ticked beside it."""
        return Classification(**self.cleaned_data, ticked=self.ticked)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The items of checklists ticked on the same page."""
        return tuple(self.data.getlist("check")) if isinstance(self.data, QueryDict) else ()


def as_it_stands(matter: Matter) -> dict[str, object]:
    """What the matter is judged to be so far."""
    if not matter.nature:
        return {"urgency": matter.urgency}
    return {name: getattr(matter, name) for name in ("nature", "topic", "urgency", "grade", "remit")}


class ReasonForm(Form):
    """Why it is brought to the director."""

    reason = forms.CharField(label=_("What the director is to decide"), widget=forms.Textarea(attrs={"rows": 2}))


class VerifyForm(Form):
    """How it was checked, and whether it holds."""

    is_true = forms.ChoiceField(
        label=_("What was found"),
        choices=[("yes", _("It holds")), ("no", _("It does not hold"))],
        widget=forms.RadioSelect,
    )
    method = forms.CharField(label=_("How it was checked"), max_length=200)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class HazardForm(Form):
    """The form of a major dispute: about the event, not about persons."""

    parties = forms.CharField(
        label=_("Who stands against whom"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In kinds, not names: owners and the property company."),
    )  # fmt: skip
    people_involved = forms.IntegerField(label=_("How many people"), min_value=0, max_value=1_000_000)
    cause = forms.CharField(label=_("Cause"), widget=forms.Textarea(attrs={"rows": 2}))
    focus = forms.CharField(label=_("Focus of the dispute"), widget=forms.Textarea(attrs={"rows": 2}))
    measures = forms.CharField(label=_("Measures so far"), widget=forms.Textarea(attrs={"rows": 2}))
    superior_asked = forms.CharField(
        label=_("What the superior is asked to do"), widget=forms.Textarea(attrs={"rows": 2})
    )

    @property
    def hazard(self) -> Hazard:
        """What was typed, as the service takes it."""
        return Hazard(**self.cleaned_data)
