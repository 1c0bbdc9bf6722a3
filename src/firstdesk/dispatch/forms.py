"""Shape and wording of what the panel of referrals sends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.directory.models import Unit, User
from firstdesk.matters.models import ResultCode


class Accept(Form):
    """Who takes it, where that is known already."""

    handler = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("Handler"), empty_label=_("Nobody yet: it stays with the unit")
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["handler"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=[person.pk for person in people])


class Assign(Accept):
    """The person it is given to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].required = True


class Reason(Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=2000)


class Answer(Form):
    """What was done."""

    result_code = forms.ChoiceField(choices=ResultCode.choices, label=_("Kind of result"))
    text = forms.CharField(label=_("What was done"), max_length=5000)


class Scene(Form):
    """Who leaves the place to whom."""

    from_unit = forms.ModelChoiceField(
        Unit.objects.filter(is_active=True), label=_("Who leaves"), empty_label=_("Please choose")
    )
    to_unit = forms.ModelChoiceField(
        Unit.objects.filter(is_active=True), label=_("Who carries on"), empty_label=_("Please choose")
    )
    received_by_name = forms.CharField(label=_("Taken over by"), max_length=80)
    note = forms.CharField(label=_("How things stand"), max_length=2000)


class Meeting(Form):
    """When and where who meets."""

    units = forms.ModelMultipleChoiceField(Unit.objects.filter(is_active=True), label=_("Units"))
    meets_at = forms.DateTimeField(label=_("When"), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
    place = forms.CharField(label=_("Where"), max_length=200)


class Measures(Form):
    """What was agreed."""

    measures = forms.CharField(label=_("Measures agreed"), max_length=5000)
