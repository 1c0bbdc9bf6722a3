"""The product's own source, read once: what the guards look at."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "firstdesk"


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path
    tree: ast.Module
    text: str

    @property
    def name(self) -> str:
        """Its path from the root of the repository, as messages show it."""
        return str(self.path.relative_to(ROOT))

    @property
    def context(self) -> str:
        """The folder under src/firstdesk it belongs to, or "" for the package's own files."""
        parts = self.path.relative_to(PACKAGE).parts if self.path.is_relative_to(PACKAGE) else ()
        return parts[0] if len(parts) > 1 else ""

    @property
    def room(self) -> str:
        """models, services, views …: the file or folder just inside the context."""
        parts = self.path.relative_to(PACKAGE).parts if self.path.is_relative_to(PACKAGE) else ()
        return parts[1].removesuffix(".py") if len(parts) > 1 else ""

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.parts

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the product, its tests and its benchmarks."""
    return tuple(_read())


@cache
def product() -> tuple[Source, ...]:
    """Every Python file that runs in production, migrations left out."""
    return tuple(s for s in sources() if s.path.is_relative_to(PACKAGE) and not s.is_test and not s.is_migration)


def contexts() -> list[Path]:
    """The contexts' folders: packages with an apps.py."""
    return sorted(path.parent for path in PACKAGE.glob("*/apps.py"))


def templates() -> list[Path]:
    """Every template of the product."""
    return sorted(path for path in PACKAGE.glob("*/templates/**/*") if path.is_file())


def _read() -> Iterator[Source]:
    for folder in ("src", "tests", "bench"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "node_modules" not in path.parts and "egg-info" not in str(path):
                text = path.read_text(encoding="utf-8")
                yield Source(path, ast.parse(text, str(path)), text)


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call with its dotted name as far as it is written: `a.b(...)` gives "a.b", `f().g()` gives ".g"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def report(findings: list[str], *, why: str) -> None:
    """Fail with every finding, one a line, under one sentence that says what to do."""
    assert not findings, "\n".join([why, *sorted(findings)])
