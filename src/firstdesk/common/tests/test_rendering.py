"""Controls put together by hand are, to the letter, what Django's templates write."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from firstdesk.common.rendering import Renderer

CHOICES: list[Any] = [
    ("", "—"),
    ("a&b", "<b>"),
    (3, _("Yes")),
    ("kept", mark_safe("<i>")),
    ("Group", [("x", "甲"), ("y", '"')]),
]
ODD = {"class": 'form-control "q"', "required": True, "disabled": False, "rows": 3, "data-label": _("Yes")}


class Odd(forms.Select):
    option_template_name = "django/forms/widgets/radio_option.html"


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput(), None),
        (forms.TextInput(), '<"&>'),
        (forms.NumberInput(), 1234567),
        (forms.HiddenInput(), ""),
        (forms.PasswordInput(render_value=True), "x"),
        (forms.DateInput(attrs={"type": "date"}), "2026-01-02"),
        (forms.CheckboxInput(), True),
        (forms.CheckboxInput(), "on"),
        (forms.FileInput(), None),
        (forms.Textarea(), None),
        (forms.Textarea(), "\n</textarea>&"),
        (forms.Select(choices=CHOICES), "a&b"),
        (forms.Select(choices=CHOICES), None),
        (forms.SelectMultiple(choices=CHOICES), ["a&b", "y"]),
        (forms.NullBooleanSelect(), True),
        (forms.RadioSelect(choices=CHOICES), 3),
        (forms.CheckboxSelectMultiple(choices=CHOICES), [3]),
        (Odd(choices=CHOICES), 3),
    ],
)
def test_the_same_to_the_letter(widget: forms.Widget, value: object) -> None:
    for attrs in ({}, ODD):
        wanted = widget.render("a name", value, attrs=dict(attrs), renderer=DjangoTemplates())
        found = widget.render("a name", value, attrs=dict(attrs), renderer=Renderer())
        assert found == wanted.replace("</option>\n\n", "</option>\n")  # its option ends with an empty line
