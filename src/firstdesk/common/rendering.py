"""How controls are written: the common ones put together here, as Django's own templates would write them.

A list with its filter holds some hundreds of options, and a template for each of them costs more than everything else on
the page. What is not common is left to the templates.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString

Widget = Mapping[str, Any]
FOLDER = "django/forms/widgets/"
OPTION = f"{FOLDER}select_option.html"
INPUTS = (
    "input", "text", "number", "email", "url", "tel", "search", "color", "password", "hidden", "date", "datetime", "time",
    "checkbox",
)  # fmt: skip


class Renderer(DjangoTemplates):
    """Django's renderer, quicker for the controls a page has many of."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        put_together = _PUT_TOGETHER.get(template_name)
        text = put_together(context["widget"]) if put_together else None
        return SafeString(text) if text is not None else super().render(template_name, context, request)


def _text(value: Any) -> str:
    return conditional_escape(value if isinstance(value, SafeData) else str(value))


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"{value}{_attrs(widget["attrs"])}>'


def _textarea(widget: Widget) -> str:
    value = _text(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attrs(widget["attrs"])}>\n{value}</textarea>'


def _select(widget: Widget) -> str | None:
    lines = [f'<select name="{_text(widget["name"])}"{_attrs(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            lines.append(f'  <optgroup label="{_text(group)}">')
        for option in options:
            if option["template_name"] != OPTION:
                return None
            value, label = _text(option["value"]), _text(option["label"])
            lines.append(f'  <option value="{value}"{_attrs(option["attrs"])}>{label}</option>')
        if group:
            lines.append("  </optgroup>")
    return "\n".join([*lines, "</select>"])


_PUT_TOGETHER: dict[str, Callable[[Widget], str | None]] = {
    **{f"{FOLDER}{name}.html": _input for name in INPUTS},
    f"{FOLDER}textarea.html": _textarea,
    f"{FOLDER}select.html": _select,
}
