"""Every address of the product and who may open it."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def page() -> str:
    """One row per address: its name, and the permission its view asks for."""
    rows = [
        f"| `/{route}` | `{name}` | {who} |" for route, name, who in sorted(_walk(get_resolver().url_patterns, "", ""))
    ]
    return "\n".join(["# Addresses", "", "| address | name | who |", "|---|---|---|", *rows, ""])


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[tuple[str, str, str]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route, f"{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.callback.__module__.startswith("firstdesk."):
            yield route, f"{space}{pattern.name or ''}", _who(pattern.callback)


def _who(view: object) -> str:
    permissions = getattr(view, "needs", ())
    if permissions:
        return " or ".join(f"`{permission}`" for permission in sorted(permissions))
    return "everybody signed in" if getattr(view, "login_required", True) else "public"
