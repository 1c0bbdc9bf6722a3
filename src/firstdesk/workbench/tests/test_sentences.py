"""Every act the product records can be read by somebody who does not know its code."""

import ast
import re
from pathlib import Path

from firstdesk.workbench.selectors.sentences import SENTENCES, label

PRODUCT = Path(__file__).resolve().parents[2]
VERB = re.compile(r"^[a-z]+\.[a-z_]+$")
WRITERS = {"Draft", "Move", "Step", "draft_for", "_note", "_draft"}


def recorded() -> dict[str, str]:
    """Verbs handed to whatever writes the record, and where."""
    found: dict[str, str] = {}
    for path in sorted(PRODUCT.glob("*/services/**/*.py")) + sorted(PRODUCT.glob("*/services.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                not isinstance(node, ast.Call)
                or getattr(node.func, "attr", getattr(node.func, "id", "")) not in WRITERS
            ):
                continue
            for value in [*node.args, *(keyword.value for keyword in node.keywords)]:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and VERB.match(value.value):
                    found[value.value] = f"{path.relative_to(PRODUCT)}:{node.lineno}"
    return found


def test_every_recorded_verb_has_a_sentence() -> None:
    found = recorded()
    assert {"unit.created", "referral.offered"} <= set(found)
    assert {verb: where for verb, where in found.items() if verb not in SENTENCES} == {}


def test_a_label_has_no_holes() -> None:
    assert label("person.created") == "为…开设账号“…”"
    assert all("%(" not in label(verb) for verb in SENTENCES)
