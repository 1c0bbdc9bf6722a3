"""The short forms of the door."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.common.http import moment_in
from firstdesk.intake.services.imports.mappings import compile_map, names, raw_mapping
from firstdesk.matters.models import Channel
from firstdesk.rulebook.book import Rulebook


class DropForm(Form):
    """Why there is no report."""

    reason = forms.CharField(label=_("Why there is no report"), max_length=300)


class RevealForm(Form):
    """What the data is needed for."""

    purpose = forms.CharField(label=_("What you need it for"), max_length=200)


class LateForm(Form):
    """What a page says that took a report without a connection, beside the report."""

    client_key = forms.UUIDField()
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    began_at = forms.CharField(required=False)
    kept_at = forms.CharField(required=False)

    def clean_began_at(self) -> datetime | None:
        return moment_in(self.cleaned_data["began_at"])

    def clean_kept_at(self) -> datetime | None:
        return moment_in(self.cleaned_data["kept_at"])


def bounded(moment: datetime | None, first: datetime, last: datetime) -> datetime:
    """A moment a page's clock gave, brought between two that we know."""
    return last if moment is None else min(max(moment, first), last)


class ImportForm(Form):
    """A file and how to read it."""

    file = forms.FileField(label=_("CSV or XLSX file"))
    mapping = forms.ChoiceField(label=_("Mapping"), choices=[])

    def __init__(self, *args: Any, rulebook: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, compile_map(raw_mapping(name), rulebook).words) for name in names()]
        self.fields["mapping"].choices = choices  # type: ignore[attr-defined]


class ReceiptForm(Form):
    """Where the receipt is sent."""

    way = forms.ChoiceField(label=_("How it is sent"), choices=[("sms", _("Text message")), ("mail", _("Mail"))])
    to_address = forms.CharField(
        label=_("Number or address"), help_text=_("Empty: the number the person gave."), required=False, max_length=120
    )
