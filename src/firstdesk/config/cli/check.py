"""`firstdesk check`: does everything that must hold at every instant hold now, in the live data?"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeAlias

import django
from django.db import connection, transaction
from django.utils.module_loading import import_string

from firstdesk.common import clock
from firstdesk.config.messages import language, say

SUMMARY = (
    "检查现有数据：每件事都有人负责、有时限在走",
    "check the live data: every matter owned, every promise running",
)
SHOWN = 20  # of each kind; --json gives all
Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Findings = Callable[[datetime], Iterable[Any]]


def register(subparsers: Subparsers) -> None:
    """The command and its arguments."""
    epilog = say("例:", "example: ") + "firstdesk check --json"
    parser = subparsers.add_parser("check", help=say(*SUMMARY), description=say(*SUMMARY), epilog=epilog)
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0: all is well; 1: there are findings."""
    django.setup()
    counts, found = look(clock.now())
    if args.json:
        print(_json(counts, found))
    else:
        _print(counts, found)
    return 1 if found else 0


def look(at: datetime) -> tuple[dict[str, int], list[Any]]:
    """One snapshot: what others write meanwhile is not seen half."""
    ask: Findings = import_string("firstdesk.workbench.selectors.invariants.findings")
    count: Callable[[], dict[str, int]] = import_string("firstdesk.workbench.selectors.invariants.counts")
    with transaction.atomic():
        if not connection.savepoint_ids:  # inside a caller's transaction its snapshot holds
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return count(), list(ask(at))


def _json(counts: dict[str, int], found: list[Any]) -> str:
    rows = [{"code": f.code, "subject": f.subject, "zh": f.text.zh, "en": f.text.en} for f in found]
    return json.dumps({"ok": not found, "checked": counts, "findings": rows}, ensure_ascii=False)


def _print(counts: dict[str, int], found: list[Any]) -> None:
    shown: Counter[str] = Counter()
    for finding in found:
        shown[finding.code] += 1
        if shown[finding.code] <= SHOWN:
            print(finding.text.en if language() == "en" else finding.text.zh)
    for code, number in shown.items():
        if number > SHOWN:
            print(say(f"……另有 {number - SHOWN} 处同类问题({code})", f"... and {number - SHOWN} more of {code}"))
    matters, clocks = counts["matters"], counts["open_clocks"]
    if found:
        print(say(f"共 {len(found)} 处问题。", f"{len(found)} findings."))
    else:
        print(
            say(
                f"{matters} 件事项、{clocks} 个时限，一切正常：件件有人管，件件有期限。",
                f"{matters} matters, {clocks} open clocks: every open matter is owned and promised.",
            )
        )
