"""How fast the rulebook is: `python bench/rulebook.py`. Prints medians against the budgets of the architecture.

compile all rules <= 1 s · one deadline or route verdict <= 50 µs without the text and <= 500 µs with it.
The proof of the decision table is compared with trying every combination; adding working days with walking day by day.
"""

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice, product
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from firstdesk.rulebook.book import Rulebook  # noqa: E402
from firstdesk.rulebook.deadlines import due, pick  # noqa: E402
from firstdesk.rulebook.explain import explain  # noqa: E402
from firstdesk.rulebook.lint import lint  # noqa: E402
from firstdesk.rulebook.lint_tables import domain_of, prove  # noqa: E402
from firstdesk.rulebook.load import load_rulebook  # noqa: E402
from firstdesk.rulebook.model import DeadlineRule, RouteTable  # noqa: E402
from firstdesk.rulebook.routing import decide  # noqa: E402

MICRO = 1e6
over_budget = 0


def timed(run: Callable[[], object], rounds: int) -> float:
    """Median seconds of one call."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return median(times)


def told(name: str, seconds: float, budget: float) -> None:
    """One line: figure, budget, and the share of it used."""
    global over_budget
    over_budget += seconds > budget
    scale, unit = (1, "s") if budget >= 0.1 else (MICRO, "µs")
    print(
        f"{name:<52}{seconds * scale:>10.2f} {unit:<3} budget {budget * scale:>6.0f} {unit:<3} {seconds / budget:>6.0%}"
    )


def deadlines(book: Rulebook) -> None:
    """The slowest rule decides."""
    start = datetime.fromisoformat("2025-09-30T15:00:00+08:00")
    pauses = ((start + timedelta(hours=20), start + timedelta(days=12)),)
    rules = [rule for rule in book.rules.values() if isinstance(rule, DeadlineRule)]
    bare = {rule.id: timed(lambda rule=rule: due(rule, start, book.calendar), 500) for rule in rules}
    paused = {rule.id: timed(lambda rule=rule: due(rule, start, book.calendar, pauses), 500) for rule in rules}
    text = {
        rule.id: timed(lambda rule=rule: explain(due(rule, start, book.calendar, pauses), book, "zh"), 200)
        for rule in rules
    }
    told(f"deadline, median of {len(rules)} rules", median(bare.values()), 50 / MICRO)
    told(f"deadline, slowest ({max(bare, key=bare.__getitem__)})", max(bare.values()), 50 / MICRO)
    told("deadline with a pause, slowest", max(paused.values()), 50 / MICRO)
    told("deadline with pause and text, median", median(text.values()), 500 / MICRO)
    told("deadline with pause and text, slowest", max(text.values()), 500 / MICRO)


def route(book: Rulebook, table: RouteTable) -> None:
    """Combinations from all over the domain."""
    domain = domain_of(table, book)
    everything = [dict(zip(domain, values, strict=True)) for values in product(*domain.values())]
    some = list(islice(everything, 0, None, max(1, len(everything) // 500)))
    bare = [timed(lambda facts=facts: decide(table, facts), 20) for facts in some]
    text = [timed(lambda facts=facts: explain(decide(table, facts), book, "zh"), 10) for facts in some]
    told(f"route {table.id}, median", median(bare), 50 / MICRO)
    told(f"route {table.id}, slowest", max(bare), 50 / MICRO)
    told(f"route {table.id} with text, slowest", max(text), 500 / MICRO)
    walk = timed(lambda: [decide(table, facts) for facts in everything], 1)
    proof = timed(lambda: prove(table, domain), 20)
    name = f"proof of {len(everything)} combinations"
    print(f"{name:<52}{proof * 1000:>10.2f} ms  one by one {walk * 1000:.0f} ms: {walk / proof:.0f}x")


def working_days(book: Rulebook) -> None:
    """Sixty working days, by table and by walking."""
    calendar, day = book.calendar, datetime.fromisoformat("2025-09-30").date()

    def walk() -> None:
        current, left = day, 60
        while left:
            current += timedelta(days=1)
            left -= calendar.is_workday(current)

    table, steps = timed(lambda: calendar.add_workdays(day, 60), 2000), timed(walk, 200)
    print(f"{'60 working days':<52}{table * MICRO:>10.2f} µs  walking {steps * MICRO:.1f} µs: {steps / table:.0f}x")


def main() -> int:
    """Exit 1 where a budget is broken."""
    rules = ROOT / "rules"
    book = load_rulebook(rules)
    print(f"{len(book.clauses)} clauses, {len(book.rules)} rules, {len(book.cases)} examples")
    told("compile all rules", timed(lambda: load_rulebook(rules), 7), 1.0)
    told("lint all rules", timed(lambda: lint(book), 7), 1.0)
    deadlines(book)
    for table in (rule for rule in book.rules.values() if isinstance(rule, RouteTable)):
        route(book, table)
    kind = next(iter(book.centres))
    clock = next(code for (centre, code) in book.by_clock if centre == kind)
    facts = {name: next(iter(fact.values)) for name, fact in book.facts.items()}
    told(f"pick the rule of {kind}/{clock}", timed(lambda: pick(book, kind, clock, facts), 2000), 50 / MICRO)
    working_days(book)
    return 1 if over_budget else 0


if __name__ == "__main__":
    sys.exit(main())
