"""`firstdesk import`: reports from a file, in the foreground, with a progress bar; run again, it goes on where it stood."""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import django
from django.utils import translation
from django.utils.module_loading import import_string

from firstdesk.common.refusals import Refusal
from firstdesk.config.messages import Problem, language, say

SUMMARY = ("从 CSV 或 XLSX 文件导入来件", "import reports from a CSV or XLSX file")
FAULTS, STOPPED = 1, 2
Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def register(subparsers: Subparsers) -> None:
    """The command and its arguments."""
    epilog = (
        say("例:", "example: ") + "firstdesk import messages.csv --mapping messages-full --centre 350322 --as zhang"
    )
    parser = subparsers.add_parser("import", help=say(*SUMMARY), description=say(*SUMMARY), epilog=epilog)
    parser.add_argument("file", type=Path, help=say("CSV 或 XLSX 文件", "a CSV or XLSX file"))
    parser.add_argument("--mapping", required=True, help=say("对照表的名称,或其 .yaml 文件", "a mapping, or its file"))
    parser.add_argument("--centre", required=True, metavar="CODE", help=say("中心代码", "the code of the centre"))
    parser.add_argument(
        "--as", dest="username", required=True, metavar="USERNAME", help=say("以谁的名义", "in whose name")
    )
    parser.add_argument("--dry-run", action="store_true", help=say("只检查,不写入", "check only, write nothing"))
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0: every row imported; 1: some rows are faults, listed; 2: stopped."""
    django.setup()
    order_of = import_string("firstdesk.intake.management.foreground.Order")
    import_file = import_string("firstdesk.intake.management.foreground.import_file")
    order = order_of(args.file, args.mapping, args.centre, args.username, args.dry_run, args.json or not _watched())
    with translation.override("en" if language() == "en" else "zh-hans"):
        try:
            found: Mapping[str, Any] = import_file(order)
        except Refusal as refusal:
            said = str(refusal.message)
            raise Problem(said, said, code=STOPPED) from refusal
    print(json.dumps(found, ensure_ascii=False) if args.json else _sentences(found))
    if found.get("state") == "failed":
        return STOPPED
    return FAULTS if found["faults"] else 0


def _watched() -> bool:
    return sys.stderr.isatty()


def _sentences(found: Mapping[str, Any]) -> str:
    rows, faults = found["rows"], found["faults"]
    if found.get("dry_run"):
        good = found["good"]
        lines = [say(f"共 {rows} 行:可导入 {good},有问题 {faults}。", f"{rows} rows: {good} good, {faults} faulty.")]
    else:
        done = found["imported"]
        lines = [
            say(f"共 {rows} 行:已导入 {done},未导入 {faults}。", f"{rows} rows: {done} imported, {faults} faulty.")
        ]
    if found.get("repeated"):
        lines.append(say("这个文件早已按此对照表导入完毕。", "This file was imported before, under this mapping."))
    if found.get("message"):
        lines.append(str(found["message"]))
    for fault in found["first_problems"]:
        where = say(f"第 {fault['row']} 行", f"row {fault['row']}")
        lines.append(f"  {where} {fault['column']}: {fault['message']}")
    return "\n".join(lines)
