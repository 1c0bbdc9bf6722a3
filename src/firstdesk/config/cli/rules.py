"""`firstdesk rules`: check, count, explain and compare the regulations."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from firstdesk.config import stored_rules
from firstdesk.config.cli.main import database
from firstdesk.config.environment import rules_dir
from firstdesk.config.messages import Problem, language, say
from firstdesk.rulebook import deadlines, gates, recurrence, routing
from firstdesk.rulebook.book import Rulebook, UnknownRule
from firstdesk.rulebook.cases import case_procedure
from firstdesk.rulebook.coverage import STATUSES, Counts, coverage
from firstdesk.rulebook.diff import Diff, diff
from firstdesk.rulebook.explain import Verdict, explain
from firstdesk.rulebook.findings import ERROR, NOTE
from firstdesk.rulebook.lint import lint
from firstdesk.rulebook.load import RulebookError, compile_texts, load_rulebook
from firstdesk.rulebook.model import DeadlineRule, DutyRule, GateRule, Lang, NoFigure, ProcedureRule, RouteTable, Text
from firstdesk.rulebook.procedures import UnknownStep, check
from firstdesk.rulebook.verdicts import GateVerdict
from firstdesk.rulebook.workdays import UnpublishedYear

SUMMARY = ("检查、统计、解释、比较各项制度", "check, count, explain and compare the regulations")
NEEDS_DATABASE = False
OK, FOUND = 0, 1
REFUSED = (
    UnknownRule, UnknownStep, NoFigure, UnpublishedYear, deadlines.NoAgreedDate, deadlines.NotPromised, deadlines.Unsettled, routing.MissingFact,
    routing.NoRow,
)  # fmt: skip
Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
ResolveVersion = Callable[[str], Mapping[str, str]]


def stored(name: str) -> Mapping[str, str]:
    """The texts of a version kept in the database; nothing else here needs one."""
    with database():
        return stored_rules.texts(name)


def register(subparsers: Subparsers, resolve_version: ResolveVersion = stored) -> None:
    """`resolve_version` turns the name of a stored version into its texts."""
    parser = subparsers.add_parser("rules", help=say(*SUMMARY), description=say(*SUMMARY))
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = _verb(
        verbs, "lint", _lint, say("证明规则完整无误", "prove the rules complete"), "firstdesk rules lint --all"
    )
    check.add_argument("--all", action="store_true", help=say("也列出说明性的条目", "list the notes as well"))
    summary = say("每条条款由什么承载", "which clauses are carried, planned, a checklist item, excluded")
    _verb(verbs, "coverage", _coverage, summary, "firstdesk rules coverage --json")
    _register_explain(verbs)
    summary = say("两个版本之间改了什么", "what differs between two versions")
    compare = _verb(verbs, "diff", _diff, summary, "firstdesk rules diff ../old/rules rules")
    for name in ("old", "new"):
        compare.add_argument(
            name, help=say("规则文件夹,或已存版本的编号", "a rules folder, or the hash of a stored version")
        )
    compare.set_defaults(resolve_version=resolve_version)


def _register_explain(verbs: Subparsers) -> None:
    example = "firstdesk rules explain gc.handling.civil_ordinary --start 2025-09-30T15:00"
    parser = _verb(verbs, "explain", _explain, say("一条规则怎样得出结论", "how a rule comes to its answer"), example)
    parser.add_argument(
        "rule", help=say("规则编号;配合 --centre 也可写时限名", "a rule id; with --centre also a clock")
    )
    parser.add_argument(
        "--start", type=moment, help=say("起算时刻,如 2025-09-30T15:00", "start, like 2025-09-30T15:00")
    )
    parser.add_argument("--end", type=day, help=say("职责列到哪一天", "the last day to list a duty for"))
    parser.add_argument("--facts", nargs="*", default=[], metavar="K=V", help=say("事实", "facts"))
    parser.add_argument("--present", nargs="*", default=[], help=say("已有的材料", "evidence that is there"))
    parser.add_argument("--step", help=say("程序的步骤", "a step of a procedure"))
    parser.add_argument("--done", nargs="*", default=[], help=say("已完成的步骤", "steps that are done"))
    parser.add_argument("--agreed", type=day, help=say("记录中约定的日期", "the date agreed in a record"))
    parser.add_argument("--centre", help=say("中心类型", "kind of centre"))
    parser.add_argument(
        "--pause", nargs=2, action="append", type=moment, default=[], metavar=("FROM", "UNTIL"),
        help=say("暂停的起止", "a pause, from and until"),
    )  # fmt: skip


def _verb(
    verbs: Subparsers,
    name: str,
    run: Callable[[argparse.Namespace], int],
    summary: str,
    example: str,
) -> argparse.ArgumentParser:
    epilog = say("例:", "example: ") + example
    parser = verbs.add_parser(name, help=summary, description=summary, epilog=epilog)
    parser.add_argument("--rules", type=Path, help=say("规则文件夹", "the rules folder"))
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    parser.set_defaults(run=lambda args: guarded(run, args))
    return parser


def guarded(run: Callable[[argparse.Namespace], int], args: argparse.Namespace) -> int:
    """What people can put right is told in their language, or as JSON."""
    try:
        return run(args)
    except RulebookError as error:
        if args.json:
            names = ("file", "line", "key", "message_zh", "message_en")
            put_json({"problems": [{name: getattr(problem, name) for name in names} for problem in error.problems]})
        for problem in () if args.json else error.problems:
            print(problem.render(lang()), file=sys.stderr)
        return FOUND
    except REFUSED as error:
        raise Problem(error.text.zh, error.text.en, code=FOUND) from error


def lang() -> Lang:
    return "en" if language() == "en" else "zh"


def put_json(data: object) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))


def _book(args: argparse.Namespace) -> Rulebook:
    return load_rulebook(args.rules or rules_dir())


def _lint(args: argparse.Namespace) -> int:
    found = lint(_book(args))
    counts = Counter(finding.severity for finding in found)
    if args.json:
        put_json({"counts": dict(counts), "findings": [finding.to_json() for finding in found]})
    else:
        for finding in found:
            if args.all or finding.severity != NOTE or finding.kind == "proved":
                print(finding.render(lang()))
        errors, warnings, notes = (counts[name] for name in ("error", "warning", "note"))
        print(
            say(
                f"错误 {errors},警告 {warnings},说明 {notes}(--all 列出说明)",
                f"{errors} errors, {warnings} warnings, {notes} notes (--all lists the notes)",
            )
        )
    return FOUND if counts[ERROR] else OK


def _coverage(args: argparse.Namespace) -> int:
    found = coverage(_book(args))
    if args.json:
        put_json(found.to_json())
        return OK
    heads = say("条款 承载 待建 清单 不采纳", "clauses carried planned checklist excluded").split()
    print(f"{'':<14}" + "".join(f"{head:>10}" for head in heads))
    for name, counts in found.by_capability.items():
        print(_counts(name, counts))
    print(_counts(say("合计", "in all"), found.total))
    return OK


def _counts(name: str, counts: Counts) -> str:
    return f"{name:<14}" + "".join(
        f"{value:>10}" for value in (counts.to_json()[key] for key in ("clauses", *STATUSES))
    )


def _explain(args: argparse.Namespace) -> int:
    book = _book(args)
    verdicts = _verdicts(args, book)
    told = [explain(verdict, book, lang()) for verdict in verdicts]
    if args.json:
        put_json(
            [{**verdict.to_json(), "explanation": list(text)} for verdict, text in zip(verdicts, told, strict=True)]
        )
    else:
        print("\n\n".join("\n".join(text) for text in told))
    return OK


def _verdicts(args: argparse.Namespace, book: Rulebook) -> list[Verdict]:
    facts = dict(_pair(text) for text in args.facts)
    if args.centre and args.rule not in book.rules:
        rule = deadlines.pick(book, args.centre, args.rule, facts)
        return [deadlines.due(rule, _start(args), book.calendar, args.pause, agreed=args.agreed)]
    asked = book.rule(args.rule)
    if isinstance(asked, DeadlineRule):
        return [deadlines.due(asked, _start(args), book.calendar, args.pause, agreed=args.agreed)]
    if isinstance(asked, RouteTable):
        return [routing.decide(asked, facts)]
    if isinstance(asked, GateRule):
        return [GateVerdict(asked.verb, book.version, gates.lacking(asked, args.present, facts))]
    if isinstance(asked, ProcedureRule):
        return [_step(asked, args, book, facts)]
    if isinstance(asked, DutyRule):
        first = _start(args).date()
        last = args.end or first + timedelta(days=365)
        return list(recurrence.occurrences(asked, first, last, book.calendar))
    raise Problem(
        f"{asked.id} 是记录或公开类规则,没有可推算的结论;承载条款 {'、'.join(asked.clauses)}。",
        f"{asked.id} is a record or a publication and comes to no verdict; it carries {', '.join(asked.clauses)}.",
        code=FOUND,
    )


def _step(asked: ProcedureRule, args: argparse.Namespace, book: Rulebook, facts: Mapping[str, str]) -> Verdict:
    """A step in the kind of centre that was named, else in one that has the regulation as its own; by default the first."""
    procedure = book.procedure(args.centre, asked.procedure, facts) if args.centre else None
    procedure = procedure or case_procedure(book, asked, {"facts": facts})
    return check(procedure, args.done, args.step or procedure.codes[0], args.present)


def _start(args: argparse.Namespace) -> datetime:
    if args.start is None:
        raise Problem("请用 --start 给出起算时刻,如 --start 2025-09-30T15:00。",
                      "Give the start with --start, like --start 2025-09-30T15:00.", code=2)  # fmt: skip
    start: datetime = args.start
    return start


def moment(text: str) -> datetime:
    """A command-line argument that is a moment."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            say(f"{text} 应像 2025-09-30T15:00", f"{text} should be like 2025-09-30T15:00")
        ) from error


def day(text: str) -> date:
    """A command-line argument that is a day."""
    return moment(text).date()


def _pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise Problem(f"--facts 的 {text} 应写成 名称=取值。", f"write {text} of --facts as name=value.", code=2)
    return name, value


def _diff(args: argparse.Namespace) -> int:
    """Exit 1 where the versions differ, like diff."""
    old, new = (_version(name, args.resolve_version) for name in (args.old, args.new))
    found = diff(old, new)
    if args.json:
        put_json(found.to_json())
    else:
        print("\n".join(_told(found)))
    return OK if found.old_version == found.new_version else FOUND


def _version(name: str, resolve: ResolveVersion) -> Rulebook:
    return load_rulebook(name) if Path(name).is_dir() else compile_texts(resolve(name))


def _told(found: Diff) -> list[str]:
    lines = [f"{found.old_version[:12]} → {found.new_version[:12]}"]
    lines += [say(f"新增 {rule}", f"added {rule}") for rule in found.added]
    lines += [say(f"删除 {rule}", f"removed {rule}") for rule in found.removed]
    for change in found.changed:
        lines.append(say(f"修改 {change.rule_id}", f"changed {change.rule_id}"))
        lines += [f"    {key}: {_word(change.before[key])} → {_word(change.after[key])}" for key in change.keys]
    lines += [say(f"共用设置改变:{name}", f"shared setting changed: {name}") for name in found.shared]
    rules = ", ".join(found.clock_rules) or "-"
    lines.append(say(f"会改变按这些规则运行的时限:{rules}", f"would change the running clocks of: {rules}"))
    return lines


def _word(text: Text) -> str:
    return text.get(lang())
