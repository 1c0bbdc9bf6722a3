"""In tests a template that names something undefined fails, instead of showing nothing."""

import sys
from pathlib import Path

from django.template.base import Node, Origin

OURS = str(Path(__file__).resolve().parents[1])


class UndefinedInTemplate(AssertionError):
    """A template names a variable that its view does not give."""


class RefuseUndefined(str):
    """Django's `string_if_invalid`: raises for our own templates, stays silent for the libraries'."""

    __slots__ = ()

    def __new__(cls) -> "RefuseUndefined":
        return super().__new__(cls, " %s")  # must hold "%s", or Django never calls __mod__

    def __mod__(self, variable: object) -> str:
        origin, line = _rendering()
        if origin is not None and origin.name.startswith(OURS):
            raise UndefinedInTemplate(f"{origin.name}:{line}: '{variable}' is not defined")
        return ""


def _rendering() -> tuple[Origin | None, int]:
    """The template and line being rendered, found on the stack because Django hands neither over."""
    frame = sys._getframe(2)
    while frame:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            token = getattr(node, "token", None)
            return node.origin, token.lineno if token else 0
        frame = frame.f_back  # type: ignore[assignment]
    return None, 0
