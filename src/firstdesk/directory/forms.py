"""Shape and wording of the directory's forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.directory.models import ArrivalPromise, CentreKind, Post, Unit, UnitKind, Zone
from firstdesk.directory.roles import ROLES


class PasswordForm(Form):
    """One's own new password."""

    old = forms.CharField(
        label=_("Present password"), widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True})
    )
    password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 10 characters, and not a common one. A short sentence is easy to remember."),
    )
    again = forms.CharField(label=_("New password again"), widget=forms.PasswordInput({"autocomplete": "new-password"}))

    def clean(self) -> dict[str, object]:
        values: dict[str, object] = super().clean() or {}
        if values.get("password") and values.get("password") != values.get("again"):
            self.add_error("again", _("The two do not match."))
        return values


BOARD = _("Stands on the wall, the receipt and the follow page; empty: that of the unit above.")


class UnitForm(Form):
    """A new unit."""

    parent = forms.ModelChoiceField(Unit.objects.none(), label=_("Under"), empty_label=_("Please choose"))
    kind = forms.ChoiceField(choices=UnitKind, label=_("Kind"))
    centre_kind = forms.ChoiceField(
        choices=[("", "—"), *CentreKind.choices],
        required=False,
        label=_("Kind of centre"),
        help_text=_("Centres only."),
    )
    linkage_class = forms.TypedChoiceField(
        choices=[("", "—"), ("1", "1"), ("2", "2"), ("3", "3")],
        coerce=int,
        empty_value=None,
        required=False,
        label=_("Linkage class"),
        help_text=_("Linkage units only; it decides how fast they answer a call."),
    )
    code = forms.CharField(max_length=40, label=_("Code"))
    name = forms.CharField(max_length=120, label=_("Name"))
    division_code = forms.CharField(
        max_length=12,
        required=False,
        label=_("Division code"),
        help_text=_("Stands in the numbers of a centre's matters."),
    )
    phone = forms.CharField(max_length=40, required=False, label=_("Phone"))
    supervision_phone = forms.CharField(
        max_length=40, required=False, label=_("Supervision telephone"), help_text=BOARD
    )
    address = forms.CharField(max_length=200, required=False, label=_("Address"))
    opens_at = forms.TimeField(required=False, label=_("Opens at"), widget=forms.TimeInput({"type": "time"}))
    closes_at = forms.TimeField(
        required=False,
        label=_("Closes at"),
        widget=forms.TimeInput({"type": "time"}),
        help_text=_("Empty: round the clock."),
    )


class NumbersForm(Form):
    """The telephones of a unit."""

    phone = forms.CharField(max_length=40, required=False, label=_("Phone"))
    supervision_phone = forms.CharField(
        max_length=40, required=False, label=_("Supervision telephone"), help_text=BOARD
    )


class PostForm(Form):
    """A new post."""

    code = forms.SlugField(max_length=40, label=_("Code"))
    name = forms.CharField(max_length=120, label=_("Name"))
    role = forms.ChoiceField(choices=[(role.key, role.name) for role in ROLES.values()], label=_("Role"))
    is_queue = forms.BooleanField(required=False, label=_("Receives matters nobody has taken yet"))
    is_leader = forms.BooleanField(required=False, label=_("Leads the unit"))


class RemitForm(Form):
    """A topic the unit answers for."""

    centre = forms.ModelChoiceField(
        Unit.objects.filter(kind=UnitKind.CENTRE, is_active=True), label=_("In which centre")
    )
    topic = forms.ChoiceField(label=_("Topic"))
    rank = forms.IntegerField(min_value=1, max_value=99, initial=1, label=_("Rank"), help_text=_("1 is asked first."))


class TokenForm(Form):
    """Access for another system."""

    label = forms.CharField(max_length=80, label=_("Name of the system"))
    centre = forms.ModelChoiceField(
        Unit.objects.filter(kind=UnitKind.CENTRE, is_active=True), label=_("Sends reports to")
    )


class ArrivalForm(Form):
    """How fast the unit promises to be at a place."""

    minutes = forms.IntegerField(min_value=1, max_value=1440, label=_("Minutes to the place"))
    zone = forms.ChoiceField(choices=[("", _("Everywhere")), *Zone.choices], required=False, label=_("Zone"))
    hour = forms.ChoiceField(choices=ArrivalPromise.Hour.choices, required=False, label=_("Hour"))
    reference = forms.CharField(max_length=200, required=False, label=_("Own document"))


class PersonForm(Form):
    """A new account."""

    username = forms.CharField(max_length=150, label=_("User name"))
    name = forms.CharField(max_length=150, label=_("Name"))
    staff_number = forms.CharField(
        max_length=20, required=False, label=_("Staff number"), help_text=_("Said in the greeting on the phone.")
    )
    post = forms.ModelChoiceField(Post.objects.none(), label=_("First post"))
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class AppointForm(Form):
    """One more post."""

    post = forms.ModelChoiceField(Post.objects.none(), label=_("Post"))
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class DismissForm(Form):
    """The end of an appointment."""

    ends_on = forms.DateField(label=_("No longer from"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(max_length=200, label=_("Reason"))


class LeaveForm(Form):
    """Why an account is closed or opened again, or work given back."""

    reason = forms.CharField(max_length=200, label=_("Reason"))


class GridForm(Form):
    """A file of grid cells."""

    file = forms.FileField(
        label=_("GeoJSON file"),
        help_text=_("A FeatureCollection; each feature with the properties code, name, unit (its code) and zone."),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        required=False,
        label=_("Owner where a cell names none"),
        help_text=_("Usually a community."),
    )


class CharterForm(Form):
    """How a clause is fulfilled."""

    clause = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(widget=forms.Textarea({"rows": 3}), label=_("How it is fulfilled here"))
    reference = forms.CharField(max_length=200, required=False, label=_("Own document"))
    review_on = forms.DateField(
        required=False, label=_("Look at it again on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
