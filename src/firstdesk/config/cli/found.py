"""`firstdesk found`: the first unit and its administrator, on a fresh production installation."""

import argparse
import json

import django
from django.utils import translation
from django.utils.module_loading import import_string

from firstdesk.common.refusals import Refusal
from firstdesk.config.messages import Problem, language, say

SUMMARY = ("新装系统:建立首个单位和管理员", "a fresh installation: the first unit and its administrator")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "found",
        help=say(*SUMMARY),
        description=say(*SUMMARY),
        epilog=say("例:", "example: ") + "firstdesk found --code 350399 --name 澄溪县 --admin wang",
    )
    parser.add_argument("--code", required=True, help=say("行政区划代码,用于编号", "division code, used in numbers"))
    parser.add_argument("--name", required=True, help=say("单位名称", "name of the unit"))
    parser.add_argument("--admin", required=True, help=say("管理员用户名", "the administrator's user name"))
    parser.add_argument("--json", action="store_true", help=say("以 JSON 输出", "answer in JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Raises Problem where it is refused."""
    django.setup()
    # The models can be imported only after django.setup().
    found, now = import_string("firstdesk.config.founding.found"), import_string("firstdesk.common.clock.now")
    with translation.override("en" if language() == "en" else "zh-hans"):
        try:
            made = found(code=args.code, name=args.name, username=args.admin, at=now())
        except Refusal as refusal:
            said = " ".join([str(refusal.message), *(f"{each.field}: {each.message}" for each in refusal.details)])
            raise Problem(said, said) from refusal
    if args.json:
        print(json.dumps(vars(made), ensure_ascii=False))
        return 0
    print(
        say(
            f"已建立{made.unit}。管理员 {made.username},首个密码 {made.password}(登录后必须修改)。",
            f"{made.unit} is set up. Administrator {made.username}, first password {made.password} (to be changed at once).",
        )
    )
    return 0
