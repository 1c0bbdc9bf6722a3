"""Forms of the session pages: field shapes and labels only."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstdesk.common.clock import at_wall
from firstdesk.common.forms import Form
from firstdesk.mediation.models import Case, Exhibit, Failure, Invitation, ReadOver, Room, Told
from firstdesk.mediation.services.room import Arrangement, NewExhibit, NewPlan

AREA = forms.Textarea(attrs={"rows": 3, "maxlength": 4000})
BY_HAND = ("phone", "present", "letter")
TIME = forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M")


class PlanForm(Form):
    """How a case is to be mediated."""

    issues = forms.CharField(required=False, max_length=4000, widget=AREA, label=_("Issues in dispute"))
    positions = forms.CharField(required=False, max_length=4000, widget=AREA, label=_("Positions of the parties"))
    measures = forms.CharField(required=False, max_length=4000, widget=AREA, label=_("What is to be done"))
    safety = forms.CharField(
        required=False,
        max_length=1000,
        widget=AREA,
        label=_("What keeps the meeting safe"),
        help_text=_("About the event, never about a person."),
    )

    def plan(self) -> NewPlan:
        """What was entered, for the verb."""
        return NewPlan(**self.cleaned_data)


class ArrangementForm(Form):
    """Where and when."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("From"), widget=TIME)
    ends = forms.TimeField(label=_("Until"), widget=TIME)
    room = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Room"))
    place = forms.CharField(
        required=False, max_length=120, label=_("Or a place"), help_text=_("At the door, in the field, in the village.")
    )
    is_open = forms.BooleanField(
        required=False, label=_("In the open"), help_text=_("Only where every party chose so; otherwise it is closed.")
    )
    joined = forms.TypedMultipleChoiceField(
        required=False, coerce=int, widget=forms.CheckboxSelectMultiple, label=_("Cases at the same table")
    )

    def __init__(self, *args: Any, rooms: list[Room], others: list[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = {room.pk: room for room in rooms}
        self.others = {case.pk: case for case in others}
        choices = [(pk, f"{room.name} · {room.seats}") for pk, room in self.rooms.items()]
        self.fields["room"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]
        self.fields["joined"].choices = [(pk, case.number) for pk, case in self.others.items()]  # type: ignore[attr-defined]
        if not others:
            del self.fields["joined"]

    def arrangement(self) -> Arrangement:
        """What was entered, for the verb."""
        given = self.cleaned_data
        return Arrangement(
            begins=self._at(given["begins"]), ends=self._at(given["ends"]), room=self.rooms.get(given["room"]),
            place=given["place"], is_open=given["is_open"],
            joined=[self.others[pk] for pk in given.get("joined", ())],
        )  # fmt: skip

    def _at(self, wall: time) -> datetime:
        return at_wall(self.cleaned_data["day"], wall)


class InvitationForm(Form):
    """How a party is told."""

    party = forms.IntegerField(widget=forms.HiddenInput)
    way = forms.ChoiceField(
        choices=[choice for choice in Invitation.Way.choices if choice[0] != "link"], label=_("How they are told")
    )
    to_address = forms.CharField(
        required=False,
        max_length=254,
        label=_("Number or mail address"),
        help_text=_("Empty: the number the party gave. Only for SMS and mail."),
    )
    text = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 6}), label=_("What the party is told"))
    proof_words = forms.CharField(
        required=False,
        max_length=200,
        label=_("Proof of the notice"),
        help_text=_("Who was told when, by whom; the letter's number."),
    )


class ToldOffForm(Form):
    """How a party was told that the session is called off."""

    party = forms.IntegerField(widget=forms.HiddenInput)
    way = forms.ChoiceField(choices=[choice for choice in Invitation.Way.choices if choice[0] in BY_HAND])
    proof_words = forms.CharField(required=False, max_length=200)


class RoomForm(Form):
    """A new room."""

    name = forms.CharField(max_length=60, label=_("Name of the room"))
    seats = forms.IntegerField(min_value=2, max_value=500, initial=8, label=_("Seats"))


class ExhibitForm(Form):
    """A piece of evidence."""

    kind = forms.ChoiceField(choices=Exhibit.Kind.choices, label=_("Kind of evidence"))
    title = forms.CharField(max_length=120, label=_("What it is"))
    proves = forms.CharField(required=False, max_length=500, label=_("What it is to prove"))
    party = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Handed in by"))

    def __init__(self, *args: Any, parties: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [("", "—"), *parties]  # type: ignore[attr-defined]

    def exhibit(self, **more: Any) -> NewExhibit:
        """What was entered, for the verb."""
        given = {name: self.cleaned_data[name] for name in ("kind", "title", "proves")}
        return NewExhibit(**given, **more)


class CitationForm(Form):
    """Law explained: chosen, or written."""

    chosen = forms.CharField(required=False, max_length=40)
    law = forms.CharField(required=False, max_length=80, label=_("Law"))
    article = forms.CharField(required=False, max_length=40, label=_("Article"))
    gist = forms.CharField(required=False, max_length=1000, label=_("In short"))


class ToldForm(Form):
    """Rights and duties told."""

    way = forms.ChoiceField(choices=Told.Way.choices[:2], label=_("How they confirmed it"))


class ReadingForm(Form):
    """How the record was signed."""

    way = forms.ChoiceField(choices=ReadOver.Way.choices, label=_("How it was signed"))
    words = forms.CharField(required=False, max_length=500, label=_("Why they would not sign"))
    strokes = forms.CharField(required=False, max_length=200_000, widget=forms.HiddenInput)
    agent = forms.CharField(required=False, max_length=18)


NOBODY = _("Tick the parties it is about.")
ELSEWHERE = _("This word of a party is taken down on the page of the case.")
TAB_NAMES = (
    ("people", _("Attendance")),
    ("rights", _("Rights")),
    ("evidence", pgettext_lazy("mediation", "Evidence")),
    ("law", _("Law")),
    ("proposals", _("Proposals")),
    ("private", _("Private")),
    ("outcome", _("Outcome")),
)
OUTCOME_NAMES = (
    ("agreed", _("Agreed, to be written down")),
    ("agreed_orally", _("Agreed by word")),
    ("partial", _("Agreed in part")),
    ("again", _("To meet again")),
    ("failed", _("No agreement")),
)
WAYS = Failure.Way.choices
SPEAKER = _("Say who speaks: one who sits at this table.")
NO_CENTRE = _("Your post belongs to no centre, so there are no rooms to show.")
