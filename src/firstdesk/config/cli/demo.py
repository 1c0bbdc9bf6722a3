"""`firstdesk demo`: make the demonstration city in an empty installation, or list its accounts."""

import argparse
import importlib
from typing import Any

import django
from django.conf import settings
from django.utils.module_loading import import_string

from firstdesk.common import clock
from firstdesk.config.messages import Problem, say

SUMMARY = ("建立演示城市，或列出演示账号", "make the demo city, or list its accounts")


def register(subparsers: Any) -> None:
    """`firstdesk demo make`, `firstdesk demo accounts`."""
    parser = subparsers.add_parser("demo", help=say(*SUMMARY))
    parser.add_argument("what", choices=["make", "accounts"])
    parser.add_argument(
        "--count", type=int, default=220, help=say("一个月的来件数，默认 220", "reports in a month, 220")
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Raises Problem where there are people already, or the installation is not for demonstration."""
    django.setup()
    prepare = importlib.import_module("firstdesk.config.cli.prepare")  # only now: it needs Django's models
    if not settings.DEMO:
        raise Problem(
            "这不是演示环境：请在空的数据目录里设 FIRSTDESK_MODE=demo 后再试。",
            "This installation is not for demonstration: set FIRSTDESK_MODE=demo, in an empty data directory.",
        )
    if options.what == "make":
        prepare.ready()
        if import_string("firstdesk.directory.models.User").objects.exists():
            raise Problem(
                "这里已有账号；演示城市只能建在空的安装里。",
                "There are accounts here already; the demo city is only made in an empty installation.",
            )
        import_string("firstdesk.config.demo.make.make")(at=clock.now().replace(microsecond=0), count=options.count)
    prepare.show_demo_accounts()
    return 0
