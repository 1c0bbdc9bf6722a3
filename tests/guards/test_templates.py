"""Templates keep to their own: a page is found where its view is, and nothing lies around unused."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.support.source import PACKAGE, ROOT, product, report, templates

REFERENCE = re.compile(r"""\{%-?\s*(?:extends|include)\s+["']([^"'#]+)""")
# Asked for by Django or allauth under names of their own choosing.
BY_LIBRARIES = re.compile(r"^(\d{3}(_csrf)?\.html|account/|usersessions/|allauth/|django/|registration/)")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\son\w+\s*=\s*[\"']|javascript:|https?://", re.IGNORECASE)


def name_of(path: Path) -> str:
    """As `render` knows it: the path below the context's templates folder."""
    return path.relative_to(PACKAGE).as_posix().split("/templates/", 1)[1]


def context_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


@cache
def references() -> dict[str, list[str]]:
    """Template -> the templates it extends or includes."""
    return {name_of(path): REFERENCE.findall(path.read_text(encoding="utf-8")) for path in templates()}


def test_no_template_is_unused() -> None:
    mentioned = {name for names in references().values() for name in names}
    for source in product():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ".html" in node.value:
                mentioned.add(node.value.split("#")[0])
    report(
        [
            str(path.relative_to(ROOT))
            for path in templates()
            if path.suffix == ".html" and name_of(path) not in mentioned and not BY_LIBRARIES.match(name_of(path))
        ],
        why="No view, tag or template names these (names must be whole, literal strings):",
    )


def test_templates_include_only_what_they_may() -> None:
    """Its own, those of `common`, and what a context below offers: a name that begins with an underscore."""
    owner = {name_of(path): context_of(path) for path in templates()}
    found = []
    for name, targets in references().items():
        for target in targets:
            there = owner.get(target)
            here = owner[name]
            if there in {None, here, "common"}:
                continue
            if not Path(target).name.startswith("_") or tower().index(here) > tower().index(there):
                found.append(f"{name} ({here}) takes {target} of {there}")
    report(found, why="A template may take partials (_name.html) of contexts below its own, and nothing from above:")


def test_templates_stand_in_their_context() -> None:
    """src/firstdesk/triage/templates/triage/page.html: two contexts can never hide each other's pages."""
    report(
        [
            str(path.relative_to(ROOT))
            for path in templates()
            if context_of(path) not in {"common", "config"}
            and not name_of(path).startswith(f"{context_of(path)}/")
            and not BY_LIBRARIES.match(name_of(path))
        ],
        why="Move these into templates/<context>/:",
    )


def test_nothing_inline_and_nothing_from_elsewhere() -> None:
    """The content security policy forbids inline script and style, and every foreign address."""
    found = []
    for path in templates():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if (match := INLINE.search(line)) and "http://www.w3.org" not in line:
                found.append(f"{path.relative_to(ROOT)}:{number} {match.group(0).strip()}")
    report(found, why="Put script and style in static files of the context; load nothing from other hosts:")


@pytest.mark.parametrize("name", [name_of(path) for path in templates()])
def test_template_compiles(name: str) -> None:
    get_template(name)


@cache
def tower() -> list[str]:
    """The contexts from top to bottom, as the import contract lists them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [name.strip(" ()") for layer in layers for name in layer.split("|")]
