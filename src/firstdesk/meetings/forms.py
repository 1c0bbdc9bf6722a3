"""Forms of the meeting pages: field shapes and labels only."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.clock import at_wall
from firstdesk.common.forms import Form
from firstdesk.common.language import words
from firstdesk.directory.models import Unit, User
from firstdesk.mediation.models import Room
from firstdesk.meetings.services import Guest, NewMeeting, NewResolution, Where
from firstdesk.rulebook.meetings import MeetingRule

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M")


class WhereForm(Form):
    """When and where."""

    day = forms.DateField(label=_("Day"), widget=DAY)
    begins = forms.TimeField(label=_("From"), widget=TIME)
    ends = forms.TimeField(label=_("Until"), widget=TIME)
    room = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Meeting room"))
    place = forms.CharField(required=False, max_length=120, label=_("Or a place"))

    def __init__(self, *args: Any, rooms: Sequence[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = {room.pk: room for room in rooms}
        choices = [(pk, f"{room.name} · {room.seats}") for pk, room in self.rooms.items()]
        self.fields["room"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]

    def where(self) -> Where:
        """What was entered, for the verb."""
        given = self.cleaned_data
        room = self.rooms.get(given["room"])
        return Where(begins=self._at(given["begins"]), ends=self._at(given["ends"]), room=room, place=given["place"])

    def _at(self, wall: time) -> datetime:
        return at_wall(self.cleaned_data["day"], wall)


class PostponeForm(WhereForm):
    """Another time, and why."""

    reason = forms.CharField(max_length=300, label=_("Why it is moved"))


class MeetingForm(WhereForm):
    """A meeting as it is planned."""

    rule_id = forms.ChoiceField(label=_("Kind of meeting"))
    title = forms.CharField(
        required=False, max_length=120, label=_("Title"), help_text=_("Empty: by its kind and number.")
    )
    occasion = forms.CharField(
        required=False, max_length=200, label=_("What it is held for"),
        help_text=_("Of a topic meeting: the key date, the event or the hot topic."),
    )  # fmt: skip
    chair = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Chair"))
    chair_reason = forms.CharField(
        required=False, max_length=200, label=_("Why somebody else leads it"),
        help_text=_("Only where the chair is not the head the rules name."),
    )  # fmt: skip
    recorder = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Recorder"))
    also = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Held as this, too"),
        help_text=_("One meeting may be several: its points are then spoken of too, and its duty is done with it."),
    )  # fmt: skip
    field_order = (
        "rule_id", "title", "occasion", "day", "begins", "ends", "room", "place", "chair", "chair_reason", "recorder", "also",
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Sequence[MeetingRule], people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(rule.id, words(rule.title)) for rule in kinds]
        self.fields["rule_id"].choices = choices  # type: ignore[attr-defined]
        self.fields["also"].choices = choices  # type: ignore[attr-defined]
        staff = User.objects.filter(pk__in=[user.pk for user in people]).order_by("username")
        for name in ("chair", "recorder"):
            self.fields[name].queryset = staff  # type: ignore[attr-defined]

    def new(self) -> NewMeeting:
        """What was entered, for the verb."""
        given = self.cleaned_data
        names = ("rule_id", "title", "occasion", "chair", "chair_reason", "recorder")
        return NewMeeting(where=self.where(), also=tuple(given["also"]), **{name: given[name] for name in names})


class ReasonForm(Form):
    """Why it is not held."""

    reason = forms.CharField(max_length=300, label=_("Why it is not held"))


class ReopenForm(Form):
    """Why it goes on though it was ended."""

    reason = forms.CharField(max_length=300, label=_("Why it goes on"))


class PointForm(Form):
    """A point put on the agenda by hand."""

    title = forms.CharField(max_length=200, label=_("What is to be spoken of"))


class GuestForm(Form):
    """An organisation outside."""

    organisation = forms.CharField(max_length=80, label=_("Organisation outside"))
    mail = forms.CharField(
        required=False,
        max_length=254,
        label=_("Its mail address"),
        help_text=_("The appointment goes there; else call."),
    )

    def guest(self) -> Guest:
        """What was entered, for the verb."""
        return Guest(organisation=self.cleaned_data["organisation"], mail=self.cleaned_data["mail"])


class DoorForm(Form):
    """A guest who signs in."""

    name = forms.CharField(max_length=40, label=_("Your name"))
    organisation = forms.CharField(
        required=False, max_length=80, label=_("Which organisation"), help_text=_("Leave it empty as a resident.")
    )


class ListForm(Form):
    """A guest entered by the recorder, by organisation alone."""

    organisation = forms.CharField(max_length=80, label=_("Organisation outside"))


class CountForm(Form):
    """How many residents came."""

    residents = forms.IntegerField(min_value=0, max_value=9999, label=_("Residents present"))


class ResolutionForm(Form):
    """Who does what by when."""

    text = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 2}), label=_("The task"))
    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), required=False, label=_("Who answers for the task"))
    person = forms.ModelChoiceField(
        queryset=User.objects.none(), required=False, label=_("Person"), empty_label=_("whoever leads there")
    )
    due_on = forms.DateField(required=False, widget=DAY, label=_("Due"))

    def __init__(self, *args: Any, units: Sequence[Unit], people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("path")
        self.fields["unit"].queryset = found  # type: ignore[attr-defined]
        staff = User.objects.filter(pk__in=[user.pk for user in people]).order_by("username")
        self.fields["person"].queryset = staff  # type: ignore[attr-defined]

    def new(self, **more: Any) -> NewResolution:
        """What was entered, for the verb."""
        return NewResolution(**self.cleaned_data, **more)


CODE_IS_OVER = _("This code is over. Scan the one on the screen now.")


class WordsForm(Form):
    """What was done, or why not."""

    words = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 2}), label=_("In words"))
