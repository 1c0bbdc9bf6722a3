"""Plain forms in the product's look that can show a refusal at its fields."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Conflict, Detail, Refusal


class Form(forms.Form):
    """Shape and wording only. `clauses` holds, per field, the clauses a refusal named."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.clauses: dict[str, tuple[str, ...]] = {}
        for field in self.fields.values():
            _dress(field.widget)

    def show(self, refusal: Refusal) -> None:
        """Show a service's refusal at its fields; details without a field stand on top."""
        if not refusal.details or isinstance(refusal, Conflict):
            self.add_error(None, str(refusal.message))
        for detail in refusal.details:
            name = detail.field if detail.field in self.fields else None
            self.add_error(name, str(detail.message))
            key = name or NON_FIELD_ERRORS
            self.clauses[key] = (*self.clauses.get(key, ()), *detail.clauses)


def cleaned(form: forms.Form) -> dict[str, Any]:
    """The validated values. Raises Refusal with one Detail per invalid field.

    For the small forms of a panel, which are refused as a whole; a page with its own form shows the errors in it."""
    if form.is_valid():
        return form.cleaned_data
    details = [
        Detail(name, f"{form.fields[name].label}: {message}" if name in form.fields else str(message))
        for name, messages in form.errors.items()
        for message in messages
    ]
    raise Refusal(_("Nothing was saved. Put right what is marked."), details=details)


def _dress(widget: forms.Widget) -> None:
    """The framework's class for each kind of control."""
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        css = "form-check-input"
    elif isinstance(widget, forms.Select):
        css = "form-select"
    else:
        css = "form-control"
    if isinstance(widget, forms.DateInput) and "date" in (widget.input_type, widget.attrs.get("type")):
        widget.format = "%Y-%m-%d"  # the only one a browser takes; in any other the box stands empty
    widget.attrs["class"] = f"{widget.attrs.get('class', '')} {css}".strip()
