"""Size budgets: what fits on a screen is read; what does not is skipped, and that is where mistakes live."""

import ast
from collections.abc import Iterator

from tests.guards.exceptions import EXCEPTIONS
from tests.support.source import PACKAGE, ROOT, Source, product, report, sources, templates

FILE, FUNCTION, VIEW, PARAMETERS, TEMPLATE, README = 400, 40, 20, 6, 150, 30
Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_files() -> None:
    report(
        [f"{s.name}: {n} lines" for s in sources() if (n := s.text.count("\n")) > FILE and s.name not in EXCEPTIONS],
        why=f"A file has at most {FILE} lines (aim for 250): split it by subject.",
    )


def test_functions() -> None:
    """Counted from the `def` to the last line, the docstring and a module-level parser table left out."""
    found = []
    for source in product():
        limit = VIEW if source.room == "views" else FUNCTION
        for name, node in functions(source):
            if (length := _length(node)) > limit and f"{source.name}::{name}" not in EXCEPTIONS:
                found.append(f"{source.name}:{node.lineno} {name}: {length} lines, at most {limit}")
    report(found, why=f"A function has at most {FUNCTION} lines, a view {VIEW}: give a part of it a name of its own.")


def test_parameters() -> None:
    """Keyword-only ones count too: `self` and `cls` do not."""
    found = []
    for source in product():
        for name, node in functions(source):
            names = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            count = len([n for n in names if n not in {"self", "cls"}])
            if count > PARAMETERS and f"{source.name}::{name}" not in EXCEPTIONS:
                found.append(f"{source.name}:{node.lineno} {name}: {count}")
    report(found, why=f"At most {PARAMETERS} parameters: pack those that travel together in a frozen dataclass.")


def test_templates() -> None:
    report(
        [
            f"{path.relative_to(ROOT)}: {n} lines"
            for path in templates()
            if (n := path.read_text(encoding="utf-8").count("\n")) > TEMPLATE
        ],
        why=f"A template has at most {TEMPLATE} lines: cut a partial that has a name.",
    )


def test_readmes() -> None:
    report(
        [
            f"{path.relative_to(ROOT)}: {n} lines"
            for path in PACKAGE.glob("*/README.md")
            if (n := len(path.read_text(encoding="utf-8").splitlines())) > README
        ],
        why=f"The README of a context has at most {README} lines: what it is, its words, its states, whom it calls.",
    )


def functions(source: Source) -> Iterator[tuple[str, Function]]:
    """Every function and method with its qualified name."""

    def walk(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = f"{prefix}{child.name}"
                if not isinstance(child, ast.ClassDef):
                    yield name, child
                yield from walk(child, f"{name}.")
            else:
                yield from walk(child, prefix)

    return walk(source.tree, "")


def _length(node: Function) -> int:
    docstring = node.body[0] if ast.get_docstring(node, clean=False) is not None else None
    documented = docstring.end_lineno - docstring.lineno + 1 if docstring and docstring.end_lineno else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - documented
