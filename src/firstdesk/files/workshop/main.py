"""The child's side: one order on standard input, one answer on standard output; or, standing, one after another.

Foreign bytes get a child each. Documents of the product's own templates are made by one that stands ready for the next,
until nobody has come for a while: fonts are read once, and nothing of one order is kept for another.
"""

import json
import resource
import select
import struct
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, BinaryIO

MEBIBYTE = 1 << 20
JOBS = ("pictures", "sounds", "papers", "typesetting", "words", "seals", "checks")
LIMITS = {  # address space, seconds of work
    "pictures": (1536, 20),
    "sounds": (512, 10),
    "papers": (768, 15),
    "typesetting": (2048, 25),
    "words": (2048, 25),
    "seals": (2048, 25),
    "checks": (1536, 20),
}
STAND = "stand"
STANDING = ("typesetting", "words", "seals")
IDLE = 60  # seconds without an order after which the child ends
LIFE = 500  # orders after which it is succeeded by a fresh one
FAT = 400 * MEBIBYTE  # of memory in use, from which on it is succeeded early
HEAD = struct.Struct(">I")


class Refused(Exception):
    """The bytes are not what they should be; the code says how."""


def main(arguments: list[str]) -> int:
    """Do the job named; whatever happens is answered in words the parent understands."""
    job = arguments[0]
    if job == STAND:
        return _stand(sys.stdin.buffer, sys.stdout.buffer, float(arguments[1]) if len(arguments) > 1 else IDLE)
    if job not in JOBS:
        return 2
    order = json.load(sys.stdin)
    work = _work(job)
    _limit(job)
    _limit_seconds(job)
    sys.stdout.write(json.dumps(_answer(work, order)))
    return 0


def _stand(orders: BinaryIO, answers: BinaryIO, idle: float) -> int:
    """Answer each order in turn; end when the parent is gone, when nobody comes, when old, when fat."""
    for _number in range(LIFE):
        if not select.select([orders], [], [], idle)[0]:
            return 0
        head = orders.read(HEAD.size)
        if len(head) < HEAD.size:
            return 0
        order = json.loads(orders.read(*HEAD.unpack(head)))
        job = order["job"]
        if job not in STANDING:
            return 2
        work = _work(job)
        _limit(job)
        _limit_seconds(job)
        said = json.dumps(_answer(work, order)).encode()
        answers.write(HEAD.pack(len(said)) + said)
        answers.flush()
        if _in_use() > FAT:
            return 0
    return 0


def _work(job: str) -> Callable[[Mapping[str, Any]], dict[str, object]]:
    work: Callable[[Mapping[str, Any]], dict[str, object]] = import_module(f"firstdesk.files.workshop.{job}").work
    return work


def _answer(work: Callable[[Mapping[str, Any]], dict[str, object]], order: Mapping[str, Any]) -> dict[str, object]:
    try:
        return work(order)
    except MemoryError:
        return {"broken": ["too_big"]}
    except Exception as error:
        said = repr(error)[:500]
        return {"broken": [*map(str, error.args), said] if _is_refusal(error) else ["broken", said]}


def _is_refusal(error: Exception) -> bool:
    """The class is imported by the jobs under another name than this module's when it runs as a script."""
    return type(error).__name__ == Refused.__name__ and bool(error.args)


def _limit(job: str) -> None:
    memory = LIMITS[job][0] * MEBIBYTE
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (128 * MEBIBYTE, 128 * MEBIBYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_seconds(job: str) -> None:
    """Of work on this order: what the process has used before is not counted against it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + LIMITS[job][1]
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _in_use() -> int:
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[1]) * resource.getpagesize()
