"""Shape and wording of what the pages of messages send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.notices.services.settling import Verdict
from firstdesk.notices.states import Digest, Wish, Wording

WEEKDAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PreferenceForm(Form):
    """How I want to be told."""

    mail_wish = forms.ChoiceField(choices=Wish.choices, label=_("By mail"))
    mail = forms.EmailField(required=False, label=_("Mail address"))
    digest = forms.ChoiceField(
        choices=Digest.choices, label=_("Mail that is not urgent"), help_text=_("What is late or urgent comes at once.")
    )
    digest_hour = forms.TimeField(widget=CLOCK, label=_("The digest comes at"))
    digest_weekday = forms.TypedChoiceField(choices=WEEKDAYS, coerce=int, label=_("Day of the weekly digest"))
    sms_wish = forms.ChoiceField(choices=Wish.choices, label=_("By text message"))
    mobile = forms.CharField(required=False, max_length=20, label=_("Mobile number"))
    quiet_from = forms.TimeField(
        required=False,
        widget=CLOCK,
        label=_("Not to be disturbed from"),
        help_text=_("Left empty: as your post has it, else at night from 22:00 to 07:30. Urgent messages come anyhow."),
    )
    quiet_until = forms.TimeField(required=False, widget=CLOCK, label=_("until"))
    language = forms.ChoiceField(choices=[("zh-hans", "简体中文"), ("en", "English")], label=_("Language of messages"))


class PostHoursForm(Form):
    """Quiet hours of a post; both left empty: as everybody has them."""

    quiet_from = forms.TimeField(required=False, widget=CLOCK, label=_("Not to be disturbed from"))
    quiet_until = forms.TimeField(required=False, widget=CLOCK, label=_("until"))


class DecisionForm(Form):
    """What is to be done with a message that is stuck."""

    verdict = forms.ChoiceField(choices=Verdict.choices, label=_("What is to be done"))
    reason = forms.CharField(required=False, max_length=300, label=_("Reason"))
    address = forms.CharField(required=False, max_length=254, label=_("To another address"))


class TemplateForm(Form):
    """A wording."""

    title = forms.CharField(max_length=80, label=_("Title"))
    kind = forms.ChoiceField(choices=Wording.choices, label=_("What it is for"))
    text_zh = forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), label=_("Wording in Chinese"))
    text_en = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}), label=_("Wording in English"))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class NewTemplateForm(TemplateForm):
    """A wording the product does not have."""

    code = forms.RegexField(
        r"^[a-z0-9_.\-]{3,60}$",
        label=_("Code"),
        help_text=_("Small Latin letters, digits, dots: reply.winter. It never changes."),
        error_messages={"invalid": _("Three to sixty small Latin letters, digits, dots, hyphens.")},
    )
    field_order = ("code",)
