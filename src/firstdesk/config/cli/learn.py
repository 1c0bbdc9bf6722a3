"""`firstdesk learn`: learn what to suggest from a centre's own decided matters; measure it, keep it, use it if no worse."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import django
from django.utils import translation
from django.utils.module_loading import import_string

from firstdesk.common import clock
from firstdesk.common.refusals import Refusal
from firstdesk.config.cli.main import database
from firstdesk.config.messages import Problem, language, say

SUMMARY = ("从本中心已判定的事项中学习分类建议", "learn suggestions from a centre's decided matters")
NEEDS_DATABASE = False  # measuring files needs none
OK, NOT_ADOPTED = 0, 1
LEARNING = "firstdesk.triage.services.learning"  # brings scikit-learn along: loaded for this command alone
Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def register(subparsers: Subparsers) -> None:
    """The command and its arguments."""
    epilog = say("例:", "example: ") + "firstdesk learn --centre 350322"
    parser = subparsers.add_parser("learn", help=say(*SUMMARY), description=say(*SUMMARY), epilog=epilog)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--centre", metavar="CODE", help=say("学习哪个中心的判定", "the code of the centre to learn from")
    )
    what.add_argument(
        "--evaluate", nargs="+", type=Path, metavar="FILE",
        help=say("只在有标注的 CSV 上测量，不改动任何东西", "only measure on labelled CSV files; nothing is changed"),
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0: done; 1: learned, measured, and not taken into use because it is worse."""
    django.setup()
    with translation.override("en" if language() == "en" else "zh-hans"):
        try:
            return _measure(args) if args.evaluate else _learn(args)
        except Refusal as refusal:
            said = str(refusal.message)
            raise Problem(said, said, code=2) from refusal


def _measure(args: argparse.Namespace) -> int:
    trial = import_string(f"{LEARNING}.trials.evaluate")(args.evaluate)
    found = trial.found
    if args.json:
        told = {"learned_from": trial.learned_from, "seconds": round(trial.seconds, 2), "bytes": trial.size}
        print(json.dumps({**found.to_json(), **told, "milliseconds": round(trial.milliseconds, 3)}))
        return OK
    print(
        say(
            f"学习 {trial.learned_from} 条（{trial.seconds:.1f} 秒），测量 {found.texts} 条未学过的："
            f"macro-F1 {found.macro_f1:.4f}，相符 {found.agreed:.1%}；"
            f"每条 {trial.milliseconds:.2f} 毫秒，模型 {trial.size / 1e6:.1f} MB。",
            f"Learned from {trial.learned_from} texts ({trial.seconds:.1f} s), asked about {found.texts} not learned from: "
            f"macro-F1 {found.macro_f1:.4f}, agreed {found.agreed:.1%}; "
            f"{trial.milliseconds:.2f} ms a text, model of {trial.size / 1e6:.1f} MB.",
        )
    )
    return OK


def _learn(args: argparse.Namespace) -> int:
    with database():
        unit = import_string("firstdesk.directory.models.Unit").objects.filter(code=args.centre, kind="centre").first()
        if unit is None:
            raise Problem(
                f"没有代码为 {args.centre} 的中心。", f"There is no centre with the code {args.centre}.", code=2
            )
        actor = import_string("firstdesk.ledger.actors.Actor").system("learn")
        row = import_string(f"{LEARNING}.adopting.learn")(unit, by=actor, at=clock.now())
        told = {
            "version": row.version,
            "examples": row.examples,
            "held_out": row.held_out,
            "is_adopted": row.is_adopted,
        }
        print(json.dumps({**told, "figures": row.figures}) if args.json else "\n".join(_sentences(told, row.figures)))
        return OK if row.is_adopted else NOT_ADOPTED


def _sentences(told: Mapping[str, Any], figures: Mapping[str, Any]) -> list[str]:
    lines = [
        say(
            f"学习了 {told['examples']} 件，在另外 {told['held_out']} 件上测量。",
            f"Learned from {told['examples']} matters, measured on {told['held_out']} others.",
        )
    ]
    for name, each in figures.items():
        new, old = each["learned"], each["in_use"]
        lines.append(
            f"  {name:<8} macro-F1 {new['macro_f1']:.3f} ({say('现用', 'in use')} {old['macro_f1']:.3f}), "
            f"{say('相符', 'agreed')} {new['agreed']:.0%} ({old['agreed']:.0%}), {say('取值', 'values')} {new['values']}"
        )
    version = told["version"][:8]
    if told["is_adopted"]:
        return [*lines, say(f"已启用版本 {version}。", f"Version {version} is in use now.")]
    return [
        *lines,
        say(f"版本 {version} 不如现用的，未启用。", f"Version {version} is worse and was not taken into use."),
    ]
