"""What imports and types cannot forbid: hidden choreography, hidden imports, doors into another context's private rooms."""

import ast
import re

from tests.support.source import Source, calls, product, report, sources

PRIVATE = {"views", "api", "tasks", "admin", "forms", "urls"}


def test_no_signal_receivers() -> None:
    """With signals, "what happens when…" has no page. Events and their jobs are written in config/reactions.py."""
    found = [
        f"{source.name}:{node.lineno}"
        for source in product()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"django.dispatch", "django.db.models.signals"}
    ]
    report(found, why="No signals: publish through the ledger, and write the reaction in config/reactions.py.")


def test_no_imports_inside_functions() -> None:
    """An import inside a function hides a cycle instead of removing it. A benchmark may, after it has set Django up."""
    found = []
    for source in sources():
        if source.name.startswith("bench/"):
            continue
        for function in ast.walk(source.tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                found += [
                    f"{source.name}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                ]
    report(
        found, why="Imports stand at the top of the file; if that makes a cycle, the code stands in the wrong place."
    )


def test_private_rooms() -> None:
    """Views, forms, tasks and admin are shaped for their own page; others use services and selectors."""
    found = []
    for source in product():
        for line, module in imports(source):
            parts = module.split(".")
            if parts[0] != "firstdesk" or len(parts) < 3 or parts[2] not in PRIVATE or source.context == "config":
                continue
            if parts[1] not in {source.context, "common"}:
                found.append(f"{source.name}:{line} imports {module}")
    report(found, why="Another context is used through its services, selectors, policies and models only.")


def test_no_clock_in_the_domain() -> None:
    """A service that reads the clock cannot be tested at midnight, nor replayed: `at=` is handed in."""
    clocks = re.compile(
        r"(^|\.)(timezone\.now|clock\.now|datetime\.now|datetime\.utcnow|date\.today|time\.time|localdate)$"
    )
    rooms = {"services", "selectors", "policies", "models", "states", "forms", "querysets"}
    found = [
        f"{source.name}:{call.lineno} {name}()"
        for source in product()
        if source.room in rooms or source.context == "rulebook"
        for call, name in calls(source.tree)
        if clocks.search(name)
    ]
    report(found, why="Only views, tasks and commands read the clock (common.clock.now); the domain gets at=.")


def test_a_day_is_the_day_at_the_centre() -> None:
    """Moments are in UTC: `at.date()` is yesterday until eight in the morning."""
    found = [
        f"{source.name}:{call.lineno} {name}()"
        for source in product()
        for call, name in calls(source.tree)
        if name == "at.date" and source.context != "rulebook"
    ]
    report(found, why="Ask for the day on the centre's wall: common.clock.local(at).date().")


def test_no_raw_escape() -> None:
    """A caller's words shown unescaped would run as a script in an officer's browser."""
    found = [
        f"{source.name}:{call.lineno} {name}()"
        for source in product()
        for call, name in calls(source.tree)
        if name.split(".")[-1] in {"mark_safe", "csrf_exempt", "RawSQL", "extra"}
    ]
    report(found, why="Use format_html, keep CSRF, and give SQL a name and a home.")


def imports(source: Source) -> list[tuple[int, str]]:
    """Line and dotted name of everything imported, `from a import b` read as a.b."""
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
    return found
