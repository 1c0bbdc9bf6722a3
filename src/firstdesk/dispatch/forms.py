"""Shape and wording of what the panel of referrals sends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.directory.models import Unit, UnitKind, User
from firstdesk.dispatch.models import Turnout
from firstdesk.dispatch.states import ServiceMode
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
    unfinished_reason = forms.CharField(label=_("Why not wait for help"), max_length=2000, required=False)


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


class Order(Form):
    """Who is to go to the place."""

    unit = forms.ModelChoiceField(Unit.objects.filter(is_active=True), label=_("Unit"))
    note = forms.CharField(label=_("Order in words"), max_length=2000, required=False)
    seen_on_camera = forms.BooleanField(label=_("Seen on a camera"), required=False)


class FirstAction(Form):
    """Who goes first, and whose business it is."""

    first = forms.ModelChoiceField(Unit.objects.filter(is_active=True, kind=UnitKind.STATION), label=_("Goes first"))
    responsible = forms.ModelChoiceField(
        Unit.objects.filter(is_active=True), label=_("Responsible unit"), required=False
    )
    is_police_work = forms.BooleanField(label=_("Police work alone"), required=False)
    note = forms.CharField(label=_("Order in words"), max_length=2000, required=False)


class Finish(Form):
    """What came of it at the place."""

    outcome = forms.ChoiceField(choices=Turnout.Outcome.choices, label=_("What came of it"))
    text = forms.CharField(label=_("What was done"), max_length=2000, required=False)


class Relieve(Form):
    """From whom this unit takes over."""

    first = forms.IntegerField(min_value=1, max_value=10**18)
    note = forms.CharField(label=_("How things stand"), max_length=2000, required=False)


class Ask(Form):
    """What is asked of which unit, and by when."""

    unit = forms.ModelChoiceField(Unit.objects.filter(is_active=True), label=_("Unit"))
    text = forms.CharField(label=_("What is asked"), max_length=2000)
    wanted_by = forms.DateTimeField(
        label=_("By when"), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], required=False
    )
    is_required = forms.BooleanField(label=_("The result waits for it"), required=False)


class Done(Form):
    """What was done."""

    text = forms.CharField(label=_("What was done"), max_length=2000)


class StartService(Form):
    """What the person asked for."""

    mode = forms.ChoiceField(choices=ServiceMode.choices, label=_("Way of service"))
    is_asked_by_person = forms.BooleanField(label=_("The person asked for it"), required=False)
    meets_at = forms.DateTimeField(
        label=_("Agreed time"), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], required=False
    )


class ServiceStep(Form):
    """The next step, with its evidence."""

    step = forms.CharField(max_length=20)
    note = forms.CharField(label=_("Evidence in words"), max_length=2000, required=False)
    agent = forms.ModelChoiceField(User.objects.none(), required=False, label=_("Who acts for the person"))

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=[person.pk for person in people])
