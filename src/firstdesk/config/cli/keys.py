"""`firstdesk keys`: the keys of confidential texts: how old they are, a new one, writing everything anew under it."""

import argparse
import json
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

import django
from django.utils.module_loading import import_string

from firstdesk.common import clock
from firstdesk.common.refusals import Refusal
from firstdesk.config.messages import Problem, say

if TYPE_CHECKING:
    from firstdesk.common.secrecy.rotation import Standing

SUMMARY = ("保密文字的密钥：查看、轮换", "the keys of confidential texts: list, rotate")
ROTATION = "firstdesk.common.secrecy.rotation"
Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def register(subparsers: Subparsers) -> None:
    """The command and its verbs."""
    parser = subparsers.add_parser("keys", help=say(*SUMMARY), description=say(*SUMMARY))
    verbs = parser.add_subparsers(dest="verb", required=True)
    summary = say(
        "列出密钥的编号、年龄和其下的文字数（不显示密钥）", "id, age and number of texts of each key, never the key"
    )
    each = verbs.add_parser("list", help=summary, description=summary)
    each.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    each.set_defaults(run=show)
    summary = say("启用新密钥，后台把已存文字改用新密钥", "a new key; a job writes what is stored anew under it")
    epilog = say("例：", "example: ") + "firstdesk keys rotate"
    verbs.add_parser("rotate", help=summary, description=summary, epilog=epilog).set_defaults(run=rotate)
    summary = say(
        "立即把已存文字改用最新密钥（平时由后台完成）", "write what is stored anew now (a job does, otherwise)"
    )
    verbs.add_parser("renew", help=summary, description=summary).set_defaults(run=renew)


def show(args: argparse.Namespace) -> int:
    """One line per key, the newest first."""
    django.setup()
    try:
        rows: list[Standing] = import_string(f"{ROTATION}.standing")()
    except Refusal as refusal:
        raise Problem(str(refusal.message), str(refusal.message), code=4) from refusal
    told = [_told(row, clock.now()) for row in rows]
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for row in told:
        state = say("在用", "in use") if row["is_newest"] else say("仅供读取", "for reading")
        print(say(
            f"{row['id']}  {row['days']} 天  {row['values']} 段文字  {state}",
            f"{row['id']}  {row['days']} days  {row['values']} texts  {state}",
        ))  # fmt: skip
    return 0


def rotate(args: argparse.Namespace) -> int:
    """A new key, and the job."""
    django.setup()
    by = import_string("firstdesk.ledger.actors.Actor").system("keys")
    key = import_string("firstdesk.config.keys.rotate")(by=by, at=clock.now())
    print(say(
        f"新密钥 {key.id} 已启用，已存文字由后台改用新密钥。请现在备份 secrecy.keys，与数据库备份分开存放。",
        f"The new key {key.id} is in use; a job writes what is stored anew. Back up secrecy.keys now, apart from the database.",
    ))  # fmt: skip
    return 0


def renew(args: argparse.Namespace) -> int:
    """In the foreground; 1 where texts could not be read."""
    django.setup()
    done = import_string(f"{ROTATION}.tend")(at=clock.now())
    print(say(
        f"改用新密钥 {done.renewed} 段，无法读取 {done.unreadable} 段，停用密钥：{', '.join(done.forgotten) or '无'}。",
        f"{done.renewed} texts written anew, {done.unreadable} unreadable, keys forgotten: {', '.join(done.forgotten) or 'none'}.",
    ))  # fmt: skip
    return 1 if done.unreadable else 0


def _told(row: "Standing", now: datetime) -> dict[str, object]:
    made = datetime.fromisoformat(row.key.made_at)
    told: dict[str, object] = {"id": row.key.id, "made_at": row.key.made_at, "days": (now - made).days}
    return told | {"values": row.values, "is_newest": row.is_newest, "spent_at": row.key.spent_at}
