"""`firstdesk seals`: the certificates that units seal documents with."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import django
from django.utils import translation
from django.utils.module_loading import import_string

from firstdesk.common import clock
from firstdesk.common.refusals import Refusal
from firstdesk.config.messages import Problem, language, say

if TYPE_CHECKING:
    from firstdesk.files.certificates import Certificate

SUMMARY = (
    "电子签章证书：查看、导入、生成测试证书",
    "certificates for electronic seals: list, import, make one for tests",
)
SEALS = "firstdesk.files.seals"
Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def register(subparsers: Subparsers) -> None:
    """The command and its verbs."""
    parser = subparsers.add_parser("seals", help=say(*SUMMARY), description=say(*SUMMARY))
    verbs = parser.add_subparsers(dest="verb", required=True)
    summary = say("列出各单位的证书", "the certificate of each unit")
    verbs.add_parser("list", help=summary, description=summary).set_defaults(run=show)
    summary = say("为单位生成测试证书（无法律效力）", "make a certificate for tests (no legal effect)")
    test = verbs.add_parser("issue-test", help=summary, description=summary)
    test.add_argument("unit", help=say("单位代码", "the unit's code"))
    test.add_argument("--name", default="", help=say("签章名称，默认单位名称", "the name on the seal, else the unit's"))
    test.set_defaults(run=issue_test)
    summary = say("导入单位的正式证书（PKCS#12）", "bring in a unit's real certificate (PKCS#12)")
    epilog = say("例：", "example: ") + "firstdesk seals import 350322 seal.p12"
    real = verbs.add_parser("import", help=summary, description=summary, epilog=epilog)
    real.add_argument("unit", help=say("单位代码", "the unit's code"))
    real.add_argument("file", type=Path, help=say("PKCS#12 文件", "PKCS#12 file"))
    real.set_defaults(run=take)


def show(args: argparse.Namespace) -> int:
    """One line per unit that has one."""
    django.setup()
    names = dict(import_string("firstdesk.directory.models.Unit").objects.values_list("pk", "code"))
    for each in import_string("firstdesk.files.certificates.every")():
        print(f"{names.get(each.unit_id, each.unit_id)}  {_said(each)}")
    return 0


def issue_test(args: argparse.Namespace) -> int:
    """Says what it made."""
    unit = _unit(args.unit)
    made = import_string(f"{SEALS}.issue_test")(unit.pk, args.name or unit.name, by=_by(), at=clock.now())
    print(_said(made))
    return 0


def take(args: argparse.Namespace) -> int:
    """Asks for the password; from a pipe it is the first line."""
    unit = _unit(args.unit)
    try:
        content = args.file.read_bytes()
    except OSError as error:
        raise Problem(
            f"读不到 {args.file}（{error.strerror}）。", f"{args.file} cannot be read ({error.strerror}).", code=2
        ) from error
    asked = say("证书文件的密码：", "Password of the file: ")
    password = getpass.getpass(asked) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with translation.override("en" if language() == "en" else "zh-hans"):
        try:
            taken = import_string(f"{SEALS}.import_file")(unit.pk, content, password=password, by=_by(), at=clock.now())
        except Refusal as refusal:
            raise Problem(str(refusal.message), str(refusal.message), code=2) from refusal
    print(_said(taken))
    return 0


def _unit(code: str) -> Any:
    django.setup()
    unit = import_string("firstdesk.directory.models.Unit").objects.filter(code=code).first()
    if unit is None:
        raise Problem(f"没有代码为 {code} 的单位。", f"There is no unit with the code {code}.", code=2)
    return unit


def _by() -> Any:
    return import_string("firstdesk.ledger.actors.Actor").system("seals")


def _said(made: "Certificate") -> str:
    kind = say("测试", "test only") if made.is_test else say("正式", "real")
    ends = made.ends_at.date()
    return say(f"{made.subject}，{kind}，有效至 {ends}", f"{made.subject}, {kind}, until {ends}")
