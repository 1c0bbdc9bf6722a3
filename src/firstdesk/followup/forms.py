"""Shape and wording of what the panel of answers sends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.followup.models import CallBack, Reply
from firstdesk.matters.models import Channel, ResultCode


class Finish(Form):
    """What the unit itself did."""

    result_code = forms.ChoiceField(choices=ResultCode.choices, label=_("Kind of result"))
    text = forms.CharField(label=_("What was done"), max_length=5000)


class Answer(Form):
    """What the person was told."""

    way = forms.ChoiceField(choices=Reply.Way.choices, label=_("By which way"))
    text = forms.CharField(label=_("What the person was told"), max_length=5000)


class Note(Form):
    """Word on the way."""

    channel = forms.ChoiceField(choices=Channel.choices, label=_("By which way"))
    text = forms.CharField(label=_("What was said"), max_length=2000)
    handler_told = forms.BooleanField(required=False, label=_("The person was told who handles it"))


class CallBackForm(Form):
    """How the call back went."""

    method = forms.ChoiceField(choices=CallBack.Method.choices, label=_("How"))
    reached = forms.BooleanField(required=False, label=_("The person was reached"))
    satisfaction = forms.TypedChoiceField(
        choices=[("", "")] + [(str(n), str(n)) for n in range(1, 6)],
        coerce=int,
        empty_value=None,
        required=False,
        label=_("Rating, if the person gives one"),
    )
    opinion = forms.CharField(required=False, max_length=2000, label=_("What the person says"))
    next_action = forms.CharField(required=False, max_length=2000, label=_("What follows, or why not possible"))
    next_at = forms.DateTimeField(
        required=False,
        label=_("Next attempt"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class Verification(Form):
    """What somebody else found."""

    is_true = forms.TypedChoiceField(
        choices=[("yes", _("The person is right")), ("no", _("Not confirmed"))],
        coerce=lambda value: value == "yes",
        label=_("What you found"),
    )
    finding = forms.CharField(max_length=2000, label=_("What is to be put right, or why not"))


class Reason(Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=2000)


class Close(Form):
    """Why it ends all the same, where the person is not content."""

    reason = forms.CharField(required=False, label=_("Reason"), max_length=2000)
