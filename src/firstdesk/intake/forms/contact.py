"""The one page on which a report is taken."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.common.refusals import Refusal
from firstdesk.directory.models import Grid, User
from firstdesk.intake.forms.others import Other, others_in, stored_others
from firstdesk.intake.models import Contact, Party, Report
from firstdesk.intake.selectors.grid_map import grids_of
from firstdesk.intake.services import PartyData, Registration
from firstdesk.matters.models import Confidentiality, Grade, Nature, Remit, Urgency
from firstdesk.regulations import selectors as regulations
from firstdesk.rulebook.book import Rulebook
from firstdesk.triage.selectors.checklists import Checklist, checklists_for
from firstdesk.triage.services import Classification

BLANK = ("", _("Please choose"))
AREA = forms.Textarea(attrs={"rows": 7})
# Where the evidence a rule misses is typed.
ASKED_IN = {
    "caller_or_anonymous": "name",
    "phone_or_anonymous": "phone",
    "persons_or_anonymous": "reporter",
    "handler_told": "person_informed",
    "director_decision": "grade",
    "hazard_form_or_not_major": "grade",
    "verified": "nature",
    "target": "topic",
}
LOCAL = "%Y-%m-%dT%H:%M"
DECIDING = ("nature", "topic", "remit")


class ContactForm(Form):
    """One page: what was told, by whom, and what it is judged to be. Everything can be typed without a mouse."""

    narrative = forms.CharField(label=_("What happened"), required=False, widget=AREA)
    place = forms.CharField(label=_("Where"), required=False, max_length=300)
    grid = forms.ModelChoiceField(
        Grid.objects.none(),
        label=_("Grid"),
        required=False,
        empty_label=_("Please choose"),
        help_text=_("Found from the point; or choose it."),
    )
    lng = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    occurred_at = forms.DateTimeField(
        label=_("When it happened"), required=False, input_formats=[LOCAL, "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
    )  # fmt: skip
    occurred_note = forms.CharField(
        label=_("When, in words"), required=False, max_length=120, help_text=_("“Every evening since May”")
    )
    reporter = forms.ChoiceField(
        label=_("Who reports"), choices=Report.Reporter.choices, initial=Report.Reporter.NAMED, required=False
    )
    name = forms.CharField(label=_("Name or pseudonym"), required=False, max_length=80)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    phone_withheld = forms.BooleanField(label=_("Prefers to give no number"), required=False)
    may_contact = forms.BooleanField(label=_("May be called back"), required=False, initial=True)
    confidential = forms.BooleanField(label=_("Keep the reporter confidential"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, initial=Urgency.NORMAL, required=False)
    nature = forms.ChoiceField(label=_("Nature"), choices=[BLANK, *Nature.choices], required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    remit = forms.ChoiceField(label=_("Whose business"), choices=[BLANK, *Remit.choices], required=False)
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices, initial=Grade.ORDINARY, required=False)
    person_informed = forms.BooleanField(label=_("I told the person who takes it on"), required=False)
    tie = forms.CharField(
        required=False, max_length=60
    )  # "same:…" or "related:…" and a number (see intake/_around.html)

    STORY = ("narrative", "place", "grid", "occurred_at", "occurred_note")
    WHO = ("reporter", "name", "phone", "phone_withheld", "may_contact", "confidential")
    JUDGED = ("urgency", "nature", "topic", "remit", "grade", "person_informed")

    def __init__(self, *args: Any, contact: Contact, rulebook: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = contact
        self.rulebook = rulebook
        grids = grids_of(contact.centre)
        self.fields["grid"].label_from_instance = _grid_label  # type: ignore[attr-defined]
        self.fields["grid"].queryset = Grid.objects.filter(pk__in=[grid.pk for grid in grids]).select_related("unit")  # type: ignore[attr-defined]
        self.fields["topic"].choices = [BLANK, *regulations.topic_choices(rulebook)]  # type: ignore[attr-defined]

    def show(self, refusal: Refusal) -> None:
        """A rule names evidence; here it stands in fields of other names."""
        details = [replace(detail, field=ASKED_IN.get(detail.field, detail.field)) for detail in refusal.details]
        super().show(Refusal(refusal.message, details=details))

    def _group(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def story(self) -> list[forms.BoundField]:
        """What happened, where, when."""
        return self._group(self.STORY)

    @property
    def who(self) -> list[forms.BoundField]:
        """Who reports it, and about whom."""
        return self._group(self.WHO)

    @property
    def judging(self) -> list[forms.BoundField]:
        """What it is judged to be; may be left for later."""
        return self._group(self.JUDGED)

    def registration(self, first_receiver: User, hung_up_at: datetime | None = None) -> Registration:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        point = (typed["lng"], typed["lat"]) if typed["lng"] is not None and typed["lat"] is not None else None
        copied = ("narrative", "place", "occurred_at", "occurred_note", "grid", "phone_withheld")
        return Registration(
            centre=self.contact.centre,
            channel=self.contact.channel,
            received_at=self.contact.rang_at,
            point=point,
            reporter=typed["reporter"] or Report.Reporter.ANONYMOUS,
            may_contact=typed["may_contact"] and bool(typed["phone"]),
            parties=tuple(party for party in self._parties() if not party.is_empty),
            confidentiality=Confidentiality.CONFIDENTIAL if typed["confidential"] else Confidentiality.ORDINARY,
            urgency=typed["urgency"] or Urgency.NORMAL,
            contact=self.contact,
            first_receiver=first_receiver,
            hung_up_at=hung_up_at,
            **{name: typed[name] for name in copied},
        )

    @property
    def others(self) -> list[Other]:
        """The other parties as rows to type in: those there are, and an empty one."""
        rows = others_in(self.data) if self.is_bound else stored_others(self.initial.get("others"))
        return [*rows, Other()]

    def clean(self) -> dict[str, Any]:
        """Of the parties beside the reporter there may be any number; each fits its place."""
        if any(not other.fits for other in others_in(self.data)):
            self.add_error(None, _("The name or the number of a party is too long."))
        return self.cleaned_data

    def _parties(self) -> tuple[PartyData, ...]:
        typed = self.cleaned_data
        if typed["reporter"] == Report.Reporter.ANONYMOUS:
            told = PartyData(role=Party.Role.REPORTER, phone=typed["phone"])  # may be reached without being named
        else:
            told = PartyData(role=Party.Role.REPORTER, name=typed["name"], phone=typed["phone"])
        return told, *(other.data for other in others_in(self.data))

    @property
    def judged(self) -> Classification | None:
        """The classification, where one was made: nature, topic and whose business it is."""
        typed = self.cleaned_data
        if not all(typed[name] for name in DECIDING):
            return None
        values = {name: typed[name] for name in (*DECIDING, "person_informed")}
        return Classification(
            **values,
            urgency=typed["urgency"] or Urgency.NORMAL,
            grade=typed["grade"] or Grade.ORDINARY,
            ticked=self.ticked,
        )

    @property
    def ticked(self) -> tuple[str, ...]:
        """The items of checklists that are ticked, now or in the draft."""
        if isinstance(self.data, QueryDict) and self.is_bound:
            return tuple(self.data.getlist("check"))
        return tuple(self.initial.get("check", ()))

    @property
    def checklists(self) -> list[Checklist]:
        """What is to be gone through with what it is judged to be so far."""
        facts = {name: str(self[name].value() or "").partition(".")[0] for name in ("nature", "topic", "urgency")}
        return checklists_for(self.rulebook, self.contact.centre.centre_kind, facts, ticked=self.ticked)

    @property
    def left_out(self) -> list[str]:
        """Those of the three that were not chosen, where some were."""
        left = [name for name in DECIDING if not self.cleaned_data[name]]
        return left if len(left) < len(DECIDING) else []


def _grid_label(grid: Grid) -> str:
    """Grids are numbered alike everywhere, so the unit stands before each."""
    return f"{grid.unit.name} {grid.name}"


def draft_of(data: QueryDict) -> dict[str, object]:
    """What is typed so far, field by field; nothing else of the request."""
    names = [*ContactForm.STORY, *ContactForm.WHO, *ContactForm.JUDGED, "lng", "lat", "tie"]
    draft: dict[str, object] = {name: data[name] for name in names if data.get(name)}
    if data.getlist("check"):
        draft["check"] = data.getlist("check")
    others = [[other.role, other.name, other.phone] for other in others_in(data)]
    return draft | {"others": others} if others else draft


def initial_of(contact: Contact, at: datetime) -> dict[str, object]:
    """The draft as it was left; a new contact happened just now."""
    if contact.draft:
        unticked = {name: False for name in ("may_contact",) if name not in contact.draft}
        return {**contact.draft, **unticked}
    return {"occurred_at": at}
