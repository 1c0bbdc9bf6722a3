"""Collects every translatable text of the product, without gettext's tools: Python by its syntax tree, templates by
Django's own `templatize`."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

from tests.support.source import ROOT, Source, dotted, product, templates

PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
LITERAL = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(rf"\b(_|n?gettext|n?pgettext)\(\s*({LITERAL})(?:\s*,\s*({LITERAL}))?")
PLACEHOLDER = re.compile(r"%\((\w+)\)|(?<!%)%([sd])|\{(\w*)\}")


@dataclass(frozen=True)
class Word:
    """One text to translate and where it stands."""

    msgid: str
    msgctxt: str | None
    where: str


def words() -> Iterator[Word]:
    """Every text marked for translation in the product's Python and templates."""
    for source in product():
        yield from _of_python(source)
    for path in templates():
        if path.suffix in {".html", ".txt"}:
            yield from _of_template(path)


def placeholders(text: str) -> set[str]:
    return {"".join(groups) for groups in PLACEHOLDER.findall(text.replace("%%", ""))}


def unmarked(source: Source) -> Iterator[str]:
    """Calls whose text is put together at run time, and so can never be found in a catalogue."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or dotted(node.func) not in PLAIN:
            continue
        if node.args and not isinstance(node.args[0], ast.Constant):
            yield f"{source.name}:{node.lineno}"


def _of_python(source: Source) -> Iterator[Word]:
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func).rsplit(".", 1)[-1]
        texts = [a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None for a in node.args]
        where = f"{source.name}:{node.lineno}"
        if name in PLAIN and texts and texts[0]:
            yield Word(texts[0], None, where)
        elif name in IN_CONTEXT and len(texts) > 1 and texts[1]:
            yield Word(texts[1], texts[0], where)


def _of_template(path: Path) -> Iterator[Word]:
    text = templatize(path.read_text(encoding="utf-8"))
    for match in CALL.finditer(text):
        name, first, second = match.groups()
        where = f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, match.start()) + 1}"
        if name in IN_CONTEXT:
            yield Word(ast.literal_eval(second), ast.literal_eval(first), where)
        else:
            yield Word(ast.literal_eval(first), None, where)
