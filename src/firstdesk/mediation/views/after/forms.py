"""Shape and wording of what is sent after an agreement."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.mediation.models import Consent, Exhibit, Urging, Visit

DAY = forms.DateInput(attrs={"type": "date"})
YES_NO = {"yes": True, "no": False}


def _words(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": 2000})


class ProofForm(Form):
    """What shows that it was performed."""

    words = forms.CharField(required=False, max_length=2000, widget=_words(), label=_("What shows it"))
    exhibit = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, label=_("Handed in by a party"))
    file = forms.FileField(required=False, label=_("Receipt or photo"))
    on = forms.DateField(required=False, widget=DAY, label=_("Performed on"), help_text=_("Empty: today."))

    def __init__(self, *args: object, handed_in: Sequence[Exhibit], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        shown = [(each.no, f"{each.no}. {each.title}") for each in handed_in]
        self.fields["exhibit"].choices = [("", _("Without one")), *shown]  # type: ignore[attr-defined]
        if not shown:
            del self.fields["exhibit"]


class ReleaseForm(Form):
    """The other side lets it go."""

    words = forms.CharField(max_length=2000, widget=_words(), label=_("How the other side let it go"))


class UrgeForm(Form):
    """Reminded, urged, told of the court."""

    kind = forms.ChoiceField(choices=Urging.Kind.choices, label=_("What was done"))
    words = forms.CharField(required=False, max_length=2000, widget=_words(), label=_("In words"))
    by_message = forms.BooleanField(required=False, label=_("Also by text message"))


class VisitForm(Form):
    """What a visit or call found."""

    party = forms.TypedChoiceField(coerce=int, label=_("Whom"))
    way = forms.ChoiceField(choices=Visit.Way.choices, label=_("How"))
    is_performed = forms.TypedChoiceField(
        required=False,
        coerce=YES_NO.get,
        empty_value=None,
        choices=[("", _("Nothing due yet")), ("yes", _("As agreed")), ("no", _("Not as agreed"))],
        label=_("Performed"),
    )
    stars = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("No rating")), *((n, str(n)) for n in (5, 4, 3, 2, 1))],
        label=_("Content (5 very, 1 not at all)"),
    )
    opinion = forms.CharField(required=False, max_length=2000, widget=_words(), label=_("What the party says"))
    news = forms.CharField(required=False, max_length=2000, widget=_words(), label=_("What is new since"))
    problem = forms.CharField(required=False, max_length=2000, widget=_words(), label=_("What does not go well"))
    suit_filed = forms.BooleanField(required=False, label=_("A suit was filed"))
    next_action = forms.CharField(
        required=False, max_length=500, widget=_words(), label=_("What follows"), help_text=_("No names.")
    )

    def __init__(self, *args: object, parties: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = parties  # type: ignore[attr-defined]


class CourtForm(Form):
    """Which court is asked."""

    court = forms.CharField(
        max_length=120,
        label=_("Court"),
        help_text=_("The basic court where a party lives, where the thing is, or where the committee is (art. 205)."),
    )


class JoinForm(Form):
    """A party asks for it, too."""

    party = forms.IntegerField(min_value=1, max_value=99, label=_("Party"))
    way = forms.ChoiceField(choices=Consent.Way.choices, label=_("How it was said"))


class DayForm(Form):
    """A day of the court."""

    on = forms.DateField(widget=DAY, label=_("On"))


class MoreForm(Form):
    """Days the court added."""

    days = forms.IntegerField(min_value=1, max_value=99, label=_("Days added"))


class DecisionForm(Form):
    """What the court decided."""

    is_confirmed = forms.TypedChoiceField(
        coerce=YES_NO.get,
        choices=[("yes", _("Confirmed: it can be enforced")), ("no", _("Refused"))],
        label=_("Decision"),
    )
    on = forms.DateField(widget=DAY, label=_("On"))
    words = forms.CharField(max_length=300, label=_("Number of the decision, and why where it was refused"))
    paper = forms.FileField(required=False, label=_("Decision, scanned"))


class TurnedAwayForm(Form):
    """The court did not take it on."""

    is_confirmed = forms.CharField(widget=forms.HiddenInput, initial="no")
    on = forms.DateField(widget=DAY, label=_("On"))
    words = forms.CharField(max_length=300, label=_("Why the court does not take it on"))
    paper = forms.FileField(required=False, label=_("Decision, scanned"))


class ReachForm(Form):
    """Where a party is reached."""

    phone = forms.CharField(required=False, max_length=40, label=_("Phone"))
    address = forms.CharField(required=False, max_length=200, label=_("Address"))
    id_number = forms.CharField(required=False, max_length=40, label=_("Number of the identity paper"))
