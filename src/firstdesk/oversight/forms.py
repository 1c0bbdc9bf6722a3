"""Shape and wording of what overseers, applicants and approvers send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.obligations.models import Clock
from firstdesk.oversight.services import Wish
from firstdesk.oversight.states import CARDS, Card, Kind

LONG = 2000


class Words(Form):
    """What is said."""

    text = forms.CharField(label=_("What the unit is to do"), max_length=LONG)


class Carded(Words):
    """A card, and what for."""

    card = forms.ChoiceField(label=_("Card"), choices=[choice for choice in Card.choices if choice[0] in CARDS])


class Answer(Form):
    """How things stand."""

    text = forms.CharField(label=_("How things stand, and what comes next"), max_length=LONG)


class Reason(Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=LONG)


class Apply(Reason):
    """What is applied for; which fields count depends on the kind."""

    kind = forms.ChoiceField(label=_("What is applied for"), choices=Kind.choices)
    clock = forms.ModelChoiceField(Clock.objects.none(), label=_("Promise"), required=False)
    amount = forms.IntegerField(label=_("By how much"), required=False, min_value=1, max_value=999)
    until = forms.DateField(label=_("Until which day"), required=False)
    awaits = forms.CharField(label=_("Or which event it waits for"), required=False, max_length=200)
    nature = forms.CharField(label=_("Nature"), required=False, max_length=20)
    topic = forms.CharField(label=_("Topic"), required=False, max_length=60)
    urgency = forms.CharField(label=_("Urgency"), required=False, max_length=10)
    grade = forms.CharField(label=_("Grade"), required=False, max_length=10)
    remit = forms.CharField(label=_("Whose business"), required=False, max_length=10)

    def __init__(self, *args: Any, matter_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clock"].queryset = Clock.objects.filter(matter_id=matter_id).open()  # type: ignore[attr-defined]

    @property
    def wish(self) -> Wish:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        judged = ("nature", "topic", "urgency", "grade", "remit")
        values = {name: data[name] for name in judged} if data["kind"] == Kind.RECLASSIFICATION else {}
        rests = data["kind"] == Kind.SUSPENSION
        rest = {"until": data["until"], "awaits": data["awaits"]} if rests else {}
        wish = {name: data[name] for name in ("kind", "reason", "clock", "amount")}
        return Wish(**wish, **rest, values=values)


class Decide(Form):
    """Yes or no, and the approver's words."""

    verdict = forms.ChoiceField(
        label=_("Decision"), choices=[("approve", _("Approve")), ("refuse", _("Do not approve"))]
    )
    words = forms.CharField(label=_("In words"), required=False, max_length=LONG)
    person_informed = forms.BooleanField(label=_("I told the person who takes it on"), required=False)
