"""Rows are written by services (and the ledger) alone, so that every change has its actor, its time and its entry."""

import ast

from tests.support.source import calls, product, report

ROOMS = {"services", "migrations", "management"}
ALWAYS = {
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "abulk_create",
    "acreate",
    "asave",
    "adelete",
}
ON_ROWS = {"save", "delete", "create", "update"}
HARMLESS_OWNERS = {"dict", "set", "hashlib", "messages", "session", "request.session", "digest", "hasher", "stamp"}


def test_no_write_outside_services() -> None:
    """`save` and `delete` on anything; `create` and `update` where the name before them is a manager or queryset."""
    found = []
    for source in product():
        if source.room in ROOMS or source.context in {"ledger", "rulebook"} or source.path.name.startswith("kernel"):
            continue
        for call, name in calls(source.tree):
            verb = name.rsplit(".", 1)[-1]
            if "." in name and (verb in ALWAYS or (verb in ON_ROWS and _on_rows(call, name, verb))):
                found.append(f"{source.name}:{call.lineno} {name}()")
    report(found, why="Writing belongs in a service: keyword-only, atomic, by= and at=, one ledger entry.")


def _on_rows(call: ast.Call, name: str, verb: str) -> bool:
    owner = name.rsplit(".", 1)[0]
    if verb in {"save", "delete"}:
        return owner.split(".")[-1] not in {"storage", "default_storage", "workbook", "book"} and not call.args
    chained = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call)
    return "objects" in owner or "_manager" in owner or (chained and bool(call.keywords) and not call.args)


def test_locks_leave_the_key_alone() -> None:
    """A row that speaks of a matter asks at its commit whether the matter is there. `FOR UPDATE` would make it wait for
    whoever holds the matter and perhaps waits for it in turn: two colleagues, a deadlock, an error."""
    found = [
        f"{source.name}:{call.lineno}"
        for source in product()
        for call, name in calls(source.tree)
        if name.endswith("select_for_update") and "no_key" not in {keyword.arg for keyword in call.keywords}
    ]
    report(found, why="Write `select_for_update(no_key=True)`: no key ever changes here.")
