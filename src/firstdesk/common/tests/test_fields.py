"""A choice among boxes is laid out as every other box is: each with its own label, reached by it."""

from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from firstdesk.common.forms import Form

PAGE = Template("{% load parts %}{% field form.ways suffix='-x' %}")


class WaysForm(Form):
    ways = forms.MultipleChoiceField(
        choices=[("court", "法院"), ("arbitration", "仲裁")], widget=forms.CheckboxSelectMultiple, label="途径"
    )


def test_each_box_has_its_own_label() -> None:
    html = PAGE.render(Context({"form": WaysForm({"ways": ["arbitration"]})}))
    assert html.count('<label class="form-check"') == 2 and html.count("form-check-input") == 2
    assert 'for="id_ways-x_0"' in html and 'id="id_ways-x_0"' in html
    assert html.count("checked") == 1 and "<legend" in html


class DayForm(Form):
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), label="日期")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_day_stands_as_browsers_take_it(language: str) -> None:
    with translation.override(language):
        assert 'value="2026-11-02"' in str(DayForm(initial={"day": date(2026, 11, 2)})["day"])


def test_what_is_wrong_is_said_beside_them() -> None:
    html = PAGE.render(Context({"form": WaysForm({})}))
    assert "fd-error" in html and 'aria-invalid="true"' in html
