"""The short forms of the door."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstdesk.common.forms import Form
from firstdesk.intake.services.imports.mappings import compile_map, names, raw_mapping
from firstdesk.rulebook.book import Rulebook


class DropForm(Form):
    """Why there is no report."""

    reason = forms.CharField(label=_("Why there is no report"), max_length=300)


class RevealForm(Form):
    """What the data is needed for."""

    purpose = forms.CharField(label=_("What you need it for"), max_length=200)


class ImportForm(Form):
    """A file and how to read it."""

    file = forms.FileField(label=_("CSV or XLSX file"))
    mapping = forms.ChoiceField(label=_("Mapping"), choices=[])

    def __init__(self, *args: Any, rulebook: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, compile_map(raw_mapping(name), rulebook).words) for name in names()]
        self.fields["mapping"].choices = choices  # type: ignore[attr-defined]
