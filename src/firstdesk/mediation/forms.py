"""Forms of the case pages: field shapes and labels only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.files.models import File
from firstdesk.matters.models import Grade
from firstdesk.mediation.models import Agent, Consent, Failure, Mediator, Party, Profile, Seat, Source
from firstdesk.mediation.services.case import Danger, Ending, Longer, NewAgent, NewParty, Where, Word
from firstdesk.mediation.services.case import Why as Regraded

AREA = forms.Textarea(attrs={"rows": 3, "maxlength": 4000})


class ApplicationForm(Form):
    """What a dispute is about."""

    source = forms.ChoiceField(choices=Source.choices, label=_("How it came"))
    told_by = forms.CharField(
        required=False, max_length=80, label=_("Told by"), help_text=_("The court, the station, the unit.")
    )
    kind = forms.ChoiceField(label=_("Kind of dispute"))
    facts = forms.CharField(
        max_length=4000, widget=forms.Textarea(attrs={"rows": 5}), label=_("What the dispute is about")
    )
    requests = forms.CharField(required=False, max_length=4000, widget=AREA, label=_("What is asked for"))
    profile = forms.ChoiceField(choices=Profile.choices, label=_("Procedure"), initial=Profile.PEOPLE)
    is_on_the_spot = forms.BooleanField(required=False, label=_("Simple, settled on the spot"))

    def __init__(self, *args: Any, kinds: list[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class PartyForm(Form):
    """One who disputes."""

    side = forms.TypedChoiceField(
        coerce=int, choices=[(1, _("Applicant's side")), (2, _("Other side")), (3, _("Third side"))], label=_("Side")
    )
    kind = forms.ChoiceField(choices=Party.Kind.choices, label=_("Person or organisation"))
    name = forms.CharField(max_length=80, label=_("Name"))
    capacity = forms.ChoiceField(choices=Party.Capacity.choices, label=_("Capacity to act"))
    phone = forms.CharField(required=False, max_length=40, label=_("Phone"))
    id_number = forms.CharField(
        required=False,
        max_length=40,
        label=_("Number of the identity paper"),
        help_text=_("Only where the agreement needs it."),
    )
    address = forms.CharField(required=False, max_length=200, label=_("Address"))
    language = forms.CharField(required=False, max_length=40, label=_("Needs an interpreter for"))

    def party(self) -> NewParty:
        """What was entered, for the verb."""
        return NewParty(**self.cleaned_data)


class AgentForm(Form):
    """Who acts or speaks for a party."""

    role = forms.ChoiceField(choices=Agent.Role.choices, label=_("Acts as"))
    name = forms.CharField(max_length=80, label=_("Name"))
    relation = forms.CharField(required=False, max_length=60, label=_("Relation to the party"))
    phone = forms.CharField(required=False, max_length=40, label=_("Phone"))
    scope = forms.ChoiceField(choices=Agent.Scope.choices, label=_("What the mandate allows"))
    powers = forms.CharField(required=False, max_length=500, label=_("Powers named in it"))
    valid_from = forms.DateField(required=False, label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    valid_until = forms.DateField(required=False, label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    paper = forms.FileField(
        required=False, label=_("The mandate itself, scanned"), help_text=_("One PDF or picture of the signed paper.")
    )

    def agent(self, paper: File | None = None) -> NewAgent:
        """What was entered, for the verb."""
        return NewAgent(**self.cleaned_data | {"paper": paper})


class MandateForm(Form):
    """The mandate comes to the file."""

    paper = forms.FileField(
        required=False, label=_("The mandate itself, scanned"), help_text=_("One PDF or picture of the signed paper.")
    )
    is_spoken = forms.BooleanField(
        required=False,
        label=_("The party gave it by word, before me"),
        help_text=_("Only in people's mediation. Say it in the record as well: who, for what, how far, until when."),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = self.cleaned_data
        if bool(given.get("paper")) == bool(given.get("is_spoken")) and not self.errors:
            self.add_error("paper", _("Add the paper, or tick that the mandate was given by word."))
        return given


class InquiryForm(Form):
    """Who was asked, where and when; the questions stand beside it."""

    party = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Who was asked"))
    name = forms.CharField(required=False, max_length=80, label=_("Name"), help_text=_("Of somebody who is no party."))
    capacity = forms.CharField(max_length=60, label=_("Asked as"), help_text=_("Party, neighbour, witness, expert."))
    place = forms.CharField(max_length=120, label=_("Where"))
    asked_at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    is_read_over = forms.BooleanField(required=False, label=_("Read over to them, and found right"))

    def __init__(self, *args: Any, parties: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [("", _("Somebody else")), *parties]  # type: ignore[attr-defined]


class ConsentForm(Form):
    """What a party said about a thing."""

    about = forms.ChoiceField(choices=Consent.About.choices, label=_("About"))
    is_given = forms.TypedChoiceField(
        coerce=lambda value: value == "yes",
        choices=[("yes", _("Agrees")), ("no", _("Does not agree"))],
        label=_("Word"),
    )
    way = forms.ChoiceField(choices=Consent.Way.choices, label=_("How it was said"))
    subject = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def word(self) -> Word:
        """What was entered, for the verb."""
        given = self.cleaned_data
        return Word(about=given["about"], is_given=given["is_given"], way=given["way"], subject=given["subject"] or 0)


class WordForm(Form):
    """What a party said about a thing: `about` is `about:key of what is meant`."""

    about = forms.ChoiceField(label=_("About"))
    is_given = forms.TypedChoiceField(
        coerce=lambda value: value == "yes",
        choices=[("yes", _("Agrees")), ("no", _("Does not agree"))],
        label=_("Word"),
    )
    way = forms.ChoiceField(choices=Consent.Way.choices, label=_("How it was said"))

    def __init__(self, *args: Any, topics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        willing = (f"{Consent.About.MEDIATION}:0", Consent.About.MEDIATION.label)
        self.fields["about"].choices = [willing, *topics]  # type: ignore[attr-defined]

    def word(self) -> Word:
        """What was entered, for the verb."""
        given = self.cleaned_data
        about, _colon, subject = given["about"].partition(":")
        return Word(about=about, is_given=given["is_given"], way=given["way"], subject=int(subject))


class ParticipantForm(Form):
    """Somebody else who may help."""

    name = forms.CharField(max_length=80, label=_("Name"))
    capacity = forms.CharField(
        max_length=60, label=_("As what"), help_text=_("Relative, neighbour, expert, unit. Every party must agree.")
    )


class EndingForm(Form):
    """How it ends without agreement."""

    reason = forms.ChoiceField(
        choices=[choice for choice in Failure.Reason.choices if choice[0] not in {"refused", "withdrawn"}],
        label=_("Why it ends"),
    )
    words = forms.CharField(max_length=2000, widget=AREA, label=_("In words"))
    ways_told = forms.MultipleChoiceField(
        choices=Failure.Way.choices,
        widget=forms.CheckboxSelectMultiple,
        label=_("Other ways of the law that were told"),
    )
    risk = forms.CharField(
        required=False,
        max_length=500,
        label=_("Danger seen in the event"),
        help_text=_("About what may happen, never about a person."),
    )
    is_urgent_report = forms.BooleanField(required=False, label=_("Reported as urgent"))
    reported_to = forms.CharField(required=False, max_length=80, label=_("Reported to"))

    def ending(self, reason: str = "") -> Ending:
        """What was entered, for the verb."""
        return Ending(**{**self.cleaned_data, **({"reason": reason} if reason else {})})


class RefusalForm(EndingForm):
    """A party refuses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]


class AcceptForm(Form):
    """What was looked at before taking a dispute on."""

    grade = forms.ChoiceField(choices=Grade.choices, label=_("Grade"))
    within_remit = forms.BooleanField(required=False, label=_("Within the committee's remit"))
    not_excluded = forms.BooleanField(required=False, label=_("No matter that only a court or an agency may settle"))
    is_on_the_spot = forms.BooleanField(required=False, label=_("Simple, settled on the spot"))
    is_safe = forms.BooleanField(required=False, label=_("Checklist of safety done (violence at home)"))
    asked_by_victim = forms.BooleanField(required=False, label=_("The person harmed asks for it"))
    hazard_form = forms.BooleanField(
        required=False, label=_("Registration form of a major dispute made"), help_text=_("Only of a major dispute.")
    )


class DeclineForm(Form):
    """Why it is not taken on."""

    why = forms.CharField(max_length=1000, widget=AREA, label=_("Why it is not taken on"))
    ways_told = forms.MultipleChoiceField(
        choices=Failure.Way.choices,
        widget=forms.CheckboxSelectMultiple,
        label=_("Other ways of the law that were told"),
    )


class SeatForm(Form):
    """Who mediates."""

    mediator = forms.TypedChoiceField(coerce=int, label=_("Mediator"))
    role = forms.ChoiceField(choices=Seat.Role.choices, label=_("Part"))
    chosen = forms.ChoiceField(choices=Seat.Chosen.choices, label=_("Named by"))

    def __init__(self, *args: Any, mediators: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mediator"].choices = mediators  # type: ignore[attr-defined]


class TiesForm(Form):
    """Ties, or none."""

    ties = forms.MultipleChoiceField(
        required=False, choices=Seat.Tie.choices, widget=forms.CheckboxSelectMultiple, label=_("Ties to this dispute")
    )


class WhyForm(Form):
    """A reason."""

    why = forms.CharField(max_length=200, label=_("Why"))


class ChallengeForm(Form):
    """A party wants another mediator."""

    party = forms.IntegerField(label=_("Party"))
    reason = forms.CharField(max_length=500, label=_("Why"))


class LongerForm(Form):
    """More time."""

    days = forms.IntegerField(min_value=1, max_value=30, initial=3, label=_("Working days more"))
    beyond_month = forms.BooleanField(
        required=False, label=_("Every party agreed expressly to go beyond the month of the law")
    )

    def longer(self) -> Longer:
        """What was entered, for the verb."""
        return Longer(**self.cleaned_data)


class RegradeForm(Form):
    """Another grade."""

    grade = forms.ChoiceField(choices=Grade.choices, label=_("Grade"))
    why = forms.ChoiceField(choices=Regraded.choices, label=_("Why"))


class ReportForm(Form):
    """A major dispute made known to the centre above."""

    form = forms.CharField(
        max_length=40,
        label=_("Number of the registration form"),
        help_text=_("Of the registration form of a major dispute: about the event, never about persons."),
    )


class AlarmForm(Form):
    """What the police are told: no story."""

    unit = forms.TypedChoiceField(coerce=int, label=_("Who is sent"))
    danger = forms.ChoiceField(choices=Danger.choices, label=_("What threatens"))
    where = forms.ChoiceField(choices=Where.choices, label=_("Where to"))

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class JoinForm(Form):
    """Several cases mediated together."""

    title = forms.CharField(max_length=120, label=_("What they have in common"))
    numbers = forms.CharField(
        max_length=400, label=_("Numbers of the other cases"), help_text=_("One after the other, with spaces between.")
    )


DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CommitteeForm(Form):
    """A committee and its term."""

    name = forms.CharField(max_length=120, label=_("Name of the committee"))
    women = forms.IntegerField(min_value=0, max_value=9, label=_("Women among its members"))
    term_from = forms.DateField(widget=DAY, label=_("Term from"))
    term_to = forms.DateField(widget=DAY, label=_("Term until"))


class CertificateForm(Form):
    """What a committee seals with, as its certificate authority handed it out."""

    file = forms.FileField(label=_("Certificate with its key (PKCS#12: .p12 or .pfx)"))
    password = forms.CharField(
        required=False, max_length=200, label=_("Password of the file"), help_text=_("Used once, and not kept."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class MediatorForm(Form):
    """One entry of the register."""

    user = forms.TypedChoiceField(coerce=int, label=_("Person"))
    role = forms.ChoiceField(choices=Mediator.Role.choices, label=_("Part"), initial=Mediator.Role.MEMBER)
    expertise = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Knows disputes of this kind")
    )
    introduction = forms.CharField(
        required=False, max_length=200, label=_("Introduction"), help_text=_("What parties read when they choose.")
    )
    employer = forms.CharField(
        required=False, max_length=120, label=_("Employer"), help_text=_("Compared with the parties: ties.")
    )
    from_day = forms.DateField(widget=DAY, label=_("From"))
    to_day = forms.DateField(widget=DAY, label=_("Until"))

    def __init__(
        self, *args: Any, people: list[tuple[int, str]], roots: list[tuple[str, str]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = people  # type: ignore[attr-defined]
        self.fields["expertise"].choices = roots  # type: ignore[attr-defined]
