"""`./run check`: every check that needs no database, two at a time, each with its time; the first lines name what failed."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = [sys.executable, "-m"]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Step:
    """One check: what it is called, how it is run, how a failure is put right."""

    name: str
    command: Sequence[str]
    hint: str


STEPS = [  # longest first
    Step("types", [*PYTHON, "mypy", "--no-incremental"], "annotate, or narrow the type"),
    Step("guards", [*PYTHON, "pytest", "tests/guards", "-q", "-p", "no:randomly", "-m", "not django_db"],
         "each guard's docstring gives its reason"),
    Step("docs", [*PYTHON, "firstdesk", "docs", "--check"], "./run docs"),
    Step("contracts", [str(BIN / "lint-imports")], "imports go down only, see pyproject.toml"),
    Step("lint", [*PYTHON, "ruff", "check", "."], "./run fix"),
    Step("format", [*PYTHON, "ruff", "format", "--check", "--quiet", "."], "./run fix"),
]  # fmt: skip


def run(step: Step) -> tuple[Step, float, subprocess.CompletedProcess[str]]:
    started = time.monotonic()
    environment = {**os.environ, "FIRSTDESK_NO_DB": "1"}
    done = subprocess.run(step.command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return step, time.monotonic() - started, done


def main(names: Sequence[str]) -> int:
    """Run all, or those named; 0 when all pass."""
    started = time.monotonic()
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for step, seconds, done in pool.map(run, [step for step in STEPS if not names or step.name in names]):
            print(f"{'ok    ' if not done.returncode else 'FAILED'} {step.name:<10} {seconds:5.1f} s", flush=True)
            if done.returncode:
                failed.append(step)
                print(f"{done.stdout}{done.stderr}\n-> {step.hint}\n", flush=True)
    verdict = "failed: " + ", ".join(step.name for step in failed) if failed else "all checks pass"
    print(f"{verdict} ({time.monotonic() - started:.1f} s)")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
