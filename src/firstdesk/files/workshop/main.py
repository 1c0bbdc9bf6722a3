"""The child's side: one order on standard input, one answer on standard output."""

import json
import resource
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

MEBIBYTE = 1 << 20
JOBS = ("pictures", "sounds", "papers", "typesetting")
LIMITS = {  # address space, seconds of work
    "pictures": (1536, 20),
    "sounds": (512, 10),
    "papers": (768, 15),
    "typesetting": (2048, 25),
}


class Refused(Exception):
    """The bytes are not what they should be; the code says how."""


def main(arguments: list[str]) -> int:
    """Do the job named; whatever happens is answered in words the parent understands."""
    job = arguments[0]
    if job not in JOBS:
        return 2
    order = json.load(sys.stdin)
    work: Callable[[Mapping[str, Any]], dict[str, object]] = import_module(f"firstdesk.files.workshop.{job}").work
    _limit(job)
    try:
        answer: dict[str, object] = work(order)
    except MemoryError:
        answer = {"broken": ["too_big"]}
    except Exception as error:
        answer = {"broken": [error.args[0] if _is_refusal(error) else "broken", repr(error)[:500]]}
    sys.stdout.write(json.dumps(answer))
    return 0


def _is_refusal(error: Exception) -> bool:
    """The class is imported by the jobs under another name than this module's when it runs as a script."""
    return type(error).__name__ == Refused.__name__ and bool(error.args)


def _limit(job: str) -> None:
    memory, seconds = LIMITS[job]
    resource.setrlimit(resource.RLIMIT_AS, (memory * MEBIBYTE, memory * MEBIBYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (128 * MEBIBYTE, 128 * MEBIBYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
