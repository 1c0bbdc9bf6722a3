from pathlib import Path

import pytest
from django.template import Context, Engine, Origin, Template

from firstdesk.config.undefined import OURS, RefuseUndefined, UndefinedInTemplate

ENGINE = Engine(string_if_invalid=RefuseUndefined())


def render(text: str, where: str) -> str:
    return Template(text, origin=Origin(where), engine=ENGINE).render(Context({"known": "有"}))


def test_our_own_templates_name_only_what_they_are_given() -> None:
    page = str(Path(OURS) / "triage" / "templates" / "triage" / "page.html")
    assert render("{{ known }}", page) == "有"
    with pytest.raises(UndefinedInTemplate, match=r"page.html:2: 'unknown.name'"):
        render("{{ known }}\n{{ unknown.name }}", page)


def test_the_libraries_may_be_sloppy() -> None:
    assert render("[{{ unknown }}]", "/usr/lib/allauth/login.html") == "[]"
