"""`firstdesk ledger verify | anchor`: is the record whole; sign what grew."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from firstdesk.common import clock
from firstdesk.ledger import services, verify
from firstdesk.ledger.verify import Report


class Command(BaseCommand):
    help = "核对账本是否完整，或为新增记录签署锚 | verify the record, or anchor what grew"

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("verify", help="核对每一条记录 | check every entry")
        check.add_argument("--json", action="store_true", help="以 JSON 输出 | print JSON")
        check.add_argument("--workers", type=int, default=2, help="进程数 | processes")
        actions.add_parser("anchor", help="立即签署一次 | sign now")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "anchor":
            self._anchor()
            return
        report = verify.verify(connection, workers=options["workers"])
        self.stdout.write(json.dumps(report.to_json(), ensure_ascii=False) if options["json"] else _said(report))
        if not report.ok:
            sys.exit(1)

    def _anchor(self) -> None:
        made = services.anchor(at=clock.now())
        if made is None:
            self.stdout.write("没有新增记录。| Nothing grew.")
        else:
            self.stdout.write(f"{made.number} {bytes(made.hash).hex()} ({len(made.heads)})")


def _said(report: Report) -> str:
    zh = f"已核对 {report.entries} 条记录、{report.chains} 条链、{report.anchors} 个锚"
    en = f"{report.entries} entries, {report.chains} chains, {report.anchors} anchors checked"
    if report.first_problem is None:
        return f"{zh}：完整无改动。公钥 {report.public_key}\n{en}: whole and unaltered. Public key {report.public_key}"
    problem = report.first_problem
    return f"{zh}。{problem.sentence.zh}\n{en}. {problem.sentence.en}"
