"""`firstdesk workdays`: count official working days, make-up weekends included."""

import argparse
from collections.abc import Callable
from datetime import date, datetime

from firstdesk.config.cli.rules import OK, Subparsers, day, guarded, lang, moment, put_json
from firstdesk.config.environment import rules_dir
from firstdesk.config.messages import say
from firstdesk.rulebook import explain_days, wording
from firstdesk.rulebook.clocktime import END_OF_DAY, SHANGHAI, to_local
from firstdesk.rulebook.deadlines import bare_rule, due
from firstdesk.rulebook.load import load_rulebook
from firstdesk.rulebook.model import Lang, Limit, Span
from firstdesk.rulebook.workdays import Calendar

SUMMARY = ("推算法定工作日(含调休)", "count official working days, make-up weekends included")
NEEDS_DATABASE = False


def register(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("workdays", help=say(*SUMMARY), description=say(*SUMMARY))
    verbs = parser.add_subparsers(dest="verb", required=True)
    adding = _verb(verbs, "add", _add, say("之后第 N 个工作日", "the N-th working day after"), "2025-09-30T15:00 3")
    adding.add_argument("start", type=moment, help=say("收到的时刻,当日不计", "received; that day does not count"))
    adding.add_argument("days", type=int, help=say("工作日数,负数往前数", "working days; negative counts back"))
    between = _verb(
        verbs, "between", _between, say("两日之间的工作日数", "working days between"), "2025-09-30 2025-10-11"
    )
    between.add_argument("first", type=day, help=say("首日,不计", "the first day, not counted"))
    between.add_argument("last", type=day, help=say("末日,计入", "the last day, counted"))


def _verb(
    verbs: Subparsers,
    name: str,
    run: Callable[[argparse.Namespace], int],
    summary: str,
    example: str,
) -> argparse.ArgumentParser:
    epilog = say("例:", "example: ") + f"firstdesk workdays {name} {example}"
    parser = verbs.add_parser(name, help=summary, description=summary, epilog=epilog)
    parser.add_argument("--json", action="store_true", help=say("输出 JSON", "print JSON"))
    parser.add_argument(
        "--provisional",
        action="store_true",
        help=say(
            "年份未公布时按周一至周五推算并标明暂定", "assume Monday to Friday in a year not announced, and say so"
        ),
    )
    parser.set_defaults(run=lambda args: guarded(run, args))
    return parser


def _calendar() -> Calendar:
    """The rulebook's calendar with the local days; the official one alone where there are no rules."""
    rules = rules_dir()
    return load_rulebook(rules).calendar if rules.is_dir() else Calendar()


def _add(args: argparse.Namespace) -> int:
    calendar = _calendar()
    start: datetime = to_local(args.start)
    found, provisional = calendar.add_workdays(start.date(), args.days, args.provisional)
    at = datetime.combine(found, END_OF_DAY, SHANGHAI)
    zh = _arithmetic(args.days, start, calendar, "zh") if args.days > 0 else ""
    en = _arithmetic(args.days, start, calendar, "en") if args.days > 0 else ""
    if args.json:
        result = {"start": start.isoformat(), "days": args.days, "due": at.isoformat(), "provisional": provisional}
        put_json({**result, "explanation": {"zh": zh, "en": en}})
        return OK
    if args.days > 0:
        print(say(zh, en))
    print(say("到期:", "Due: ") + wording.moment(at, lang()) + (say("(暂定)", " (provisional)") if provisional else ""))
    return OK


def _arithmetic(days: int, start: datetime, calendar: Calendar, language: Lang) -> str:
    limit = Limit(Span(date.min), days, "working_days", 0, assumed=False, source="")
    return explain_days.working_days(due(bare_rule(limit), start, calendar), language)


def _between(args: argparse.Namespace) -> int:
    count = _calendar().workdays_between(args.first, args.last, args.provisional)
    if args.json:
        put_json({"first": args.first.isoformat(), "last": args.last.isoformat(), "workdays": count})
    else:
        print(say(f"{count} 个工作日", f"{count} working day{'' if count == 1 else 's'}"))
    return OK
