"""A folder of YAML -> Rulebook. The only module of the rulebook that reads files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from firstdesk.rulebook.book import Rulebook
from firstdesk.rulebook.compiler import Compiler
from firstdesk.rulebook.model import Place
from firstdesk.rulebook.nodes import Problem, RulebookError, Sink

__all__ = ["Problem", "RulebookError", "compile_texts", "load_rulebook"]


def load_rulebook(path: Path | str) -> Rulebook:
    """Compile a rules folder. Raises RulebookError with every mistake found."""
    root = Path(path)
    texts = {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8") for file in sorted(root.rglob("*.yaml"))
    }
    if not texts:
        sink = Sink()
        sink.say(Place(str(root), 0), "-", "这里没有规则文件;请检查路径", "no rules here; check the path")
        raise RulebookError(sink.problems)
    return compile_texts(texts)


def compile_texts(texts: Mapping[str, str]) -> Rulebook:
    """The same from texts by relative path, as stored with an old version."""
    clean = {file: _normalised(text) for file, text in sorted(texts.items())}
    compiler = Compiler(clean, _version(clean))
    rulebook = compiler.compile()
    if compiler.sink.problems:
        raise RulebookError(compiler.sink.problems)
    return rulebook


def _normalised(text: str) -> str:
    lines = (line.rstrip() for line in text.removeprefix("\ufeff").splitlines())
    return "\n".join(lines).rstrip("\n") + "\n"


def _version(texts: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for file, text in texts.items():
        digest.update(f"{file}\0{text}\0".encode())
    return digest.hexdigest()
