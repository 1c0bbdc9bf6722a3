"""`firstdesk ledger`: is the record as it was written, and sign what grew."""

import argparse
import json
from typing import TYPE_CHECKING, TypeAlias

import django
from django.db import connection
from django.utils.module_loading import import_string

from firstdesk.common import clock
from firstdesk.config.messages import say

if TYPE_CHECKING:
    from firstdesk.ledger.models import Anchor
    from firstdesk.ledger.verify import Report

SUMMARY = ("核验账本有没有被改动，为新增记录签名", "verify that the record is as it was written; sign what grew")
WHOLE, BROKEN = 0, 1
Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def register(subparsers: Subparsers) -> None:
    """The command and its two verbs."""
    parser = subparsers.add_parser("ledger", help=say(*SUMMARY), description=say(*SUMMARY))
    verbs = parser.add_subparsers(dest="verb", required=True)
    summary = say("核对每一条记录、每一条链、每一个锚", "check every entry, chain and anchor")
    epilog = say("例：", "example: ") + "firstdesk ledger verify --json"
    check = verbs.add_parser("verify", help=summary, description=summary, epilog=epilog)
    check.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    check.add_argument("--workers", type=int, default=2, help=say("进程数，默认 2", "processes, 2 by default"))
    check.set_defaults(run=verify)
    summary = say("立即签一个锚（平时每分钟自动签）", "sign an anchor now (one is signed every minute)")
    verbs.add_parser("anchor", help=summary, description=summary).set_defaults(run=anchor)


def verify(args: argparse.Namespace) -> int:
    """0: whole; 1: the first entry that is not is named."""
    django.setup()
    report: Report = import_string("firstdesk.ledger.verify.verify")(connection, workers=args.workers)
    print(json.dumps(report.to_json(), ensure_ascii=False) if args.json else _said(report))
    return WHOLE if report.ok else BROKEN


def anchor(args: argparse.Namespace) -> int:
    """Sign now; prints number and hash, worth noting on paper elsewhere."""
    django.setup()
    made: Anchor | None = import_string("firstdesk.ledger.services.anchor")(at=clock.now())
    if made is None:
        print(say("上一个锚之后没有新增记录。", "Nothing grew since the last anchor."))
    else:
        chains = len(made.heads)
        digest = bytes(made.hash).hex()
        zh = f"第 {made.number} 号锚，覆盖 {chains} 条链：{digest}"
        print(say(zh, f"anchor {made.number} over {chains} chains: {digest}"))
    return WHOLE


def _said(report: "Report") -> str:
    counted = say(
        f"已核对 {report.entries} 条记录、{report.chains} 条链、{report.anchors} 个锚",
        f"{report.entries} entries, {report.chains} chains and {report.anchors} anchors checked",
    )
    if report.first_problem is not None:
        sentence = report.first_problem.sentence
        return f"{counted}{say('。', '. ')}{say(sentence.zh, sentence.en)}"
    key = report.public_key or "—"
    return counted + say(f"：与写入时一致。公钥 {key}", f": as it was written. Public key {key}")
