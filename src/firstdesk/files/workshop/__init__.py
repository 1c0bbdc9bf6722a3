"""Work on foreign bytes and on documents, done in a process of its own: bounded in memory, time and what it may write.

A picture is decoded, and a document set, by libraries in C and Rust. What goes wrong there, by accident or by a crafted
file, ends a child and not the desk; and the web process stays small. `call` is the parent's side, `main` the child's.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from firstdesk.files.workshop.main import STANDING
from firstdesk.files.workshop.standing import Gone, Standing

SECONDS = 30
SOURCE = Path(__file__).resolve().parents[3]
START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from firstdesk.files.workshop.main import main; sys.exit(main(sys.argv[2:]))"
)
COMMAND = [sys.executable, "-I", "-c", START, str(SOURCE)]
_BENCHES = BoundedSemaphore(2)  # as many at once as a small machine has cores


class Broken(Exception):
    """The work could not be done; `args[0]` is a short code that says why."""


_standing = Standing(COMMAND)


def call(job: str, order: Mapping[str, object]) -> dict[str, Any]:
    """Have one job done. Raises Broken with the job's own code, or with "broken" where the child did not survive."""
    answer = _ready(job, order) if job in STANDING else _alone(job, order)
    if "broken" in answer:
        raise Broken(*answer["broken"])
    return answer


def _ready(job: str, order: Mapping[str, object]) -> dict[str, Any]:
    """By the child that stands ready."""
    try:
        return _standing.ask(job, order)
    except (Gone, subprocess.TimeoutExpired) as error:
        raise Broken("broken", repr(error)) from error


def _alone(job: str, order: Mapping[str, object]) -> dict[str, Any]:
    """By a child of its own, which ends with the job."""
    with _BENCHES:
        try:
            done = subprocess.run(
                [*COMMAND, job],
                input=json.dumps(order).encode(),
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env={},
            )
        except subprocess.TimeoutExpired as error:
            raise Broken("broken") from error
    try:
        return dict(json.loads(done.stdout))
    except ValueError as error:
        raise Broken("broken", done.stderr.decode(errors="replace")[-2000:]) from error


def end() -> None:
    """Send the standing child home, as before a measurement."""
    _standing.end()


def child() -> int | None:
    """The standing child's process number, where there is one: what it holds can be measured."""
    return _standing.pid
