"""The parts pages are made of: due badge, state badge, field with error and clause, moments in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BoundField, RadioSelect
from django.forms.boundfield import BoundWidget
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstdesk.common import clock, money, relative
from firstdesk.common.language import lang

register = template.Library()


@register.filter
def listed(names: Iterable[object]) -> str:
    """Names in a row, joined as the reader's language does."""
    return (", " if lang() == "en" else "、").join(str(name) for name in names)


# The three that stand in every row of a list are put together here: a template for each would be most of the page's cost.
@register.simple_tag
def due(due_at: datetime, warn_at: datetime | None = None, at: datetime | None = None) -> SafeString:
    """A due moment: how long is left, coloured by warning and lateness; the exact moment beside it."""
    at, wall = at or clock.now(), clock.local(due_at)
    exact = f"{wall:%Y-%m-%d %H:%M}"
    title, left = escape(_("Due %(at)s") % {"at": exact}), escape(relative.left(due_at, at))
    return SafeString(
        f'<time class="fd-due fd-due-{relative.tone(due_at, warn_at, at)}" datetime="{wall.isoformat()}" title="{title}">'
        f'<span class="fd-due-text">{left}</span>'
        f'<span class="fd-due-at"><span class="fd-due-year">{exact[:5]}</span>{exact[5:]}</span></time>'
    )


@register.simple_tag
def state(code: str, label: str) -> SafeString:
    """A state in words; the colour follows whose turn it is."""
    return format_html('<span class="fd-state fd-state-{}">{}</span>', code, label)


@register.simple_tag
def ago(then: datetime, at: datetime | None = None) -> SafeString:
    """A past moment: how long ago, the exact moment on hover."""
    wall = clock.local(then)
    text = relative.since(then, at or clock.now())
    return format_html(
        '<time class="fd-ago" datetime="{}" title="{}">{}</time>', wall.isoformat(), f"{wall:%Y-%m-%d %H:%M:%S}", text
    )


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, clauses: tuple[str, ...] = (), suffix: str = "") -> dict[str, object]:
    """One labelled control with help, errors and the clauses that ask for it. `suffix` keeps ids apart on one page."""
    key = bound.auto_id + suffix
    notes = [f"{key}_help"] if bound.help_text else []
    if bound.errors:
        notes.append(f"{key}_error")
    attrs: dict[str, Any] = {"id": key}
    if notes:
        attrs["aria-describedby"] = " ".join(notes)
    if bound.errors:
        attrs["aria-invalid"] = "true"
        attrs["class"] = f"{bound.field.widget.attrs.get('class', '')} is-invalid"
    named: Mapping[str, tuple[str, ...]] = getattr(bound.form, "clauses", {})
    return {
        "bound": bound,
        "key": key,
        "widget": bound.as_widget(attrs=attrs),
        "options": _options(bound, attrs),
        "kind": bound.widget_type,
        "clauses": (*clauses, *named.get(bound.name, ())),
    }


def _options(bound: BoundField, attrs: dict[str, Any]) -> list[BoundWidget]:
    """Of a choice among boxes, each with its own label as any other box has."""
    widget = bound.field.widget
    if not isinstance(widget, RadioSelect):  # boxes of many are of its kind, too
        return []
    own = bound.build_widget_attrs(attrs, widget)
    rows = widget.subwidgets(bound.html_name, bound.value(), attrs=own)
    return [BoundWidget(widget, row, bound.form.renderer) for row in rows]


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: Any) -> dict[str, object]:
    """What is wrong with the form as a whole."""
    named: Mapping[str, tuple[str, ...]] = getattr(form, "clauses", {})
    return {"errors": form.non_field_errors(), "clauses": named.get(NON_FIELD_ERRORS, ())}


@register.inclusion_tag("components/clauses.html")
def clauses(ids: tuple[str, ...] | list[str]) -> dict[str, object]:
    """Clause numbers, each leading to its text."""
    return {"ids": ids}


@register.inclusion_tag("components/empty.html")
def empty(text: str, next_url: str = "", next_label: str = "", icon: str = "circle-check") -> dict[str, object]:
    """Nothing to show: say so, and say what to do next."""
    return {"text": text, "next_url": next_url, "next_label": next_label, "icon": icon}


@register.simple_tag
def url_or_root(name: str) -> str:
    """The address of a page, or the root where this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return "/"


@register.simple_tag
def clause_url(clause: str) -> str:
    """Where the text of a clause is shown; empty where the regulations have no page."""
    try:
        return reverse("regulations:clause", args=[clause])
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """The present query string with some values changed; an empty value drops the name."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        values.pop(name, None)
        if value not in (None, ""):
            values[name] = str(value)
    return f"?{values.urlencode()}"


@register.filter
def yuan(fen: int) -> str:
    """An amount of money as it is printed in figures: ￥1,200.00."""
    return f"￥{money.yuan(fen)}"
