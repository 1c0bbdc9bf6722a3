"""Clauses and the closed words of the rules on a page."""

from collections.abc import Iterable

from django import template
from django.utils.functional import Promise

from firstdesk.common.language import lang
from firstdesk.regulations import labels
from firstdesk.regulations.selectors.browse import Line
from firstdesk.rulebook import wording

register = template.Library()
NAMES = {"zh": "中文", "en": "English"}


@register.filter
def status_label(code: str) -> str | Promise:
    """carried, planned, checklist, excluded in words."""
    return labels.STATUS.get(code, code)


@register.filter
def rule_kind_label(kind: str) -> str | Promise:
    """The kinds of rules in words."""
    return labels.RULE_KIND.get(kind, kind)


@register.filter
def listed(items: Iterable[object]) -> str:
    """One after the other, as the reader's language does it."""
    return wording.listed((str(item) for item in items), lang())


@register.inclusion_tag("regulations/_line.html")
def clause_line(line: Line, *, carriers: bool = True) -> dict[str, object]:
    """One clause: its words, who it binds, its status and what carries it; the other language on demand."""
    clause = line.clause
    other = "en" if lang() == "zh" else "zh"
    return {
        "line": line,
        "carriers": line.carriers if carriers else (),
        "clause": clause,
        "kind": labels.KIND.get(clause.kind, clause.kind),
        "actor": labels.actor(clause.actor),
        "capability": labels.CAPABILITY.get(clause.capability, clause.capability),
        "status": labels.STATUS[line.status],
        "help": labels.STATUS_HELP[line.status],
        "other_lang": other,
        "other_name": NAMES[other],
        "other_text": clause.text.en if other == "en" else clause.text.zh,
    }
